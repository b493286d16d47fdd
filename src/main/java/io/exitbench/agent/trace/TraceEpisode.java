package io.exitbench.agent.trace;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.Confidence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * One completion being recorded. A batched decoder keeps one for each row of its batch and appends
 * it to the {@link TraceWriter} when the row ends. Not for use by several threads.
 */
public final class TraceEpisode {
    /** The reference token where the reference text has none at this position. */
    public static final int UNKNOWN = -1;

    /** Of an IEEE binary16 number; all ones are an infinity or no number. */
    private static final int EXPONENT = 0x7C00;

    private final TraceHeader header;
    private final TraceLayout layout;
    private final String fileId;
    private byte[] bytes;
    private int tokens;
    private int exitsOfToken;

    /**
     * @param header the trace it belongs to
     * @param fileId the source file the prompt was cut from
     */
    public TraceEpisode(TraceHeader header, String fileId) {
        this.header = header;
        this.layout = new TraceLayout(header);
        this.fileId = fileId;
        this.bytes = new byte[4 * layout.recordBytes()];
        this.exitsOfToken = layout.exits();
    }

    /**
     * Begins the next generated token.
     *
     * @param referenceToken the token the reference text has at this position given the same
     *     prefix, or {@link #UNKNOWN}
     * @return this
     * @throws ExitBenchException if the token before lacks an exit
     */
    public TraceEpisode beginToken(int referenceToken) {
        requireComplete();
        if (referenceToken < UNKNOWN) {
            throw new ExitBenchException(
                    "A reference token is a vocabulary index or -1; given was "
                            + referenceToken
                            + ".");
        }
        int needed = Math.multiplyExact(tokens + 1, layout.recordBytes());
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * needed));
        }
        buffer().putInt(tokens * layout.recordBytes(), referenceToken);
        tokens++;
        exitsOfToken = 0;
        return this;
    }

    /**
     * Adds the observation at the next exit of the current token, the full model last.
     *
     * @param hidden the hidden state, {@code width} IEEE binary16 numbers, all finite; it is read
     *     from its position to its limit
     * @param whole choice and confidence of the whole head at this exit
     * @param amongCandidates the same among the candidates that the token's first exit chose
     * @return this
     * @throws ExitBenchException if a value is out of its range
     */
    public TraceEpisode exit(ShortBuffer hidden, Confidence whole, Confidence amongCandidates) {
        if (exitsOfToken == layout.exits() || hidden.remaining() != layout.width()) {
            throw new ExitBenchException(
                    "A token of this trace has "
                            + layout.exits()
                            + " exits of width "
                            + layout.width()
                            + "; got exit "
                            + (exitsOfToken + 1)
                            + " of width "
                            + hidden.remaining()
                            + ".");
        }
        requirePossible(whole);
        requirePossible(amongCandidates);
        requireFinite(hidden);
        ByteBuffer target = buffer();
        target.position((tokens - 1) * layout.recordBytes() + layout.exitAt(exitsOfToken));
        put(target, whole);
        put(target, amongCandidates);
        target.asShortBuffer().put(hidden.duplicate());
        exitsOfToken++;
        return this;
    }

    private void requireFinite(ShortBuffer hidden) {
        for (int i = hidden.position(); i < hidden.limit(); i++) {
            if ((hidden.get(i) & EXPONENT) == EXPONENT) {
                throw new ExitBenchException(
                        "A hidden state at layer "
                                + header.exits().get(exitsOfToken)
                                + " holds a number that float16 cannot: record the trace after the"
                                + " final norm.");
            }
        }
    }

    private static void put(ByteBuffer target, Confidence seen) {
        target.putInt(seen.argmax())
                .putFloat(seen.topProbability())
                .putFloat(seen.entropy())
                .putFloat(seen.margin());
    }

    private static void requirePossible(Confidence seen) {
        if (seen.argmax() < 0
                || !isShare(seen.topProbability())
                || !isShare(seen.margin())
                || !(seen.entropy() >= 0)) {
            throw new ExitBenchException(
                    "An observation needs argmax ≥ 0, a probability and a margin of 0–1 and entropy"
                            + " ≥ 0; got "
                            + seen
                            + ".");
        }
    }

    /** Sums of floats may pass 1 by a hair. */
    private static boolean isShare(float value) {
        return value >= 0 && value <= 1.0001f;
    }

    /**
     * @return tokens begun so far
     */
    public int tokens() {
        return tokens;
    }

    TraceHeader header() {
        return header;
    }

    String fileId() {
        return fileId;
    }

    ByteBuffer records() {
        requireComplete();
        return ByteBuffer.wrap(bytes, 0, tokens * layout.recordBytes());
    }

    private void requireComplete() {
        if (exitsOfToken != layout.exits()) {
            throw new ExitBenchException(
                    "Token "
                            + tokens
                            + " of "
                            + fileId
                            + " has "
                            + exitsOfToken
                            + " of "
                            + layout.exits()
                            + " exits: record every exit before the next token.");
        }
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
