package io.exitbench.agent.trace;

/**
 * A piece of a file that is read rather than completed.
 *
 * @param fileId the source file it was cut from
 * @param tokens of the piece, at least {@code context + 1}
 * @param context tokens at its beginning after which nothing is recorded, at least 1
 */
public record TraceText(String fileId, int[] tokens, int context) {
    /**
     * @param data that the file is of, where several are read
     * @return the text, whose file says so
     */
    public TraceText of(String data) {
        return new TraceText(data + "/" + fileId, tokens, context);
    }
}
