package io.exitbench.agent.trace;

/**
 * Where things lie in a trace file; all numbers are little-endian.
 *
 * <pre>
 * preamble, 64 bytes: magic, version, header length, tokens, episodes, records at, index at, length
 * header: JSON, padded to a multiple of 64 bytes
 * one record for each token:
 *     int32 reference token, -1 unknown
 *     for each exit: int32 argmax, float32 top probability, float32 entropy, float32 margin,
 *                    the same four among the candidates that the first exit chose,
 *                    float16[width] hidden state, padded to a multiple of 4 bytes
 * index, one entry for each episode: int64 first token, int32 tokens, int32 file number
 * file ids: JSON array of strings, in the order of the file numbers
 * </pre>
 *
 * @param width length of a hidden state
 * @param exits recorded exits
 */
record TraceLayout(int width, int exits) {
    static final long MAGIC = 0x4543_4152_5449_5845L; // "EXITRACE" read as little-endian
    static final int VERSION = 3;
    static final int PREAMBLE_BYTES = 64;
    static final int ALIGNMENT = 64;
    static final int INDEX_ENTRY_BYTES = 16;
    static final int MAX_HEADER_BYTES = 1 << 20;

    static final int TOP_PROBABILITY_AT = 4;
    static final int ENTROPY_AT = 8;
    static final int MARGIN_AT = 12;
    static final int CANDIDATES_AT = 16;
    static final int HIDDEN_AT = 32;

    TraceLayout(TraceHeader header) {
        this(header.width(), header.exits().size());
    }

    int exitBytes() {
        return HIDDEN_AT + (2 * width + 3) / 4 * 4;
    }

    int exitAt(int exit) {
        return Integer.BYTES + exit * exitBytes();
    }

    int recordBytes() {
        return exitAt(exits);
    }

    static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
