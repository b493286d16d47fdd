package io.exitbench.agent.trace;

import io.exitbench.model.DecoderModel;

/**
 * How much of a model's work is recorded at once. It follows from the model's shape and type alone,
 * not from what is free, so that the same recording is made in the same batches everywhere.
 */
final class RecordingSize {
    /** Steps of so many completions read weights far less often than each of them alone. */
    private static final int MOST_COMPLETIONS = 64;

    private static final int MOST_TEXTS = 8;

    /** Bytes of keys and values for which there is room beside any model. */
    private static final long LEAST_CACHE = 512L << 20;

    /** Bytes of the float32 logits of a pass over texts. */
    private static final long LOGITS = 256L << 20;

    private RecordingSize() {}

    /**
     * @param model that completes
     * @param positions of the longest prompt and its completion
     * @return completions at once, at least 1; where the caches are large their keys and values
     *     take no more than the weights do
     */
    static int completions(DecoderModel model, int positions) {
        long room = Math.max(LEAST_CACHE, model.weightBytes());
        return atLeastOne(room / model.cacheBytes(positions), MOST_COMPLETIONS);
    }

    /**
     * @param model that reads
     * @param length of the longest text
     * @return texts at once, at least 1
     */
    static int texts(DecoderModel model, int length) {
        long each = (long) length * model.config().vocabularySize() * Float.BYTES;
        return atLeastOne(LOGITS / each, MOST_TEXTS);
    }

    private static int atLeastOne(long fitting, int most) {
        return (int) Math.max(1, Math.min(most, fitting));
    }
}
