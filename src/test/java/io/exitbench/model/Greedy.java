package io.exitbench.model;

import ai.djl.ndarray.NDManager;

/** Greedy decoding at full depth with the incremental cache, the plainest loop there is. */
final class Greedy {
    private Greedy() {}

    static final int NOTHING = -1;

    /**
     * Greedy, but never {@code forbidden}: transformers does so with the end token if it must go
     * on.
     */
    static int[] continuation(DecoderModel model, long[] prompt, int count, int forbidden) {
        int layers = model.config().layers();
        int[] tokens = new int[prompt.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (int) prompt[i];
        }
        int[] generated = new int[count];
        try (DecoderSession session = model.newSession()) {
            int token;
            try (HiddenState embedded = session.embed(tokens);
                    HiddenState state = session.forward(embedded, layers);
                    HiddenState last = state.row(tokens.length - 1);
                    Logits logits = model.head().logits(last)) {
                token = best(model, logits, forbidden);
            }
            generated[0] = token;
            for (int i = 1; i < count; i++) {
                try (HiddenState embedded = session.embed(token);
                        HiddenState state = session.forward(embedded, layers);
                        Logits logits = model.head().logits(state)) {
                    token = best(model, logits, forbidden);
                }
                generated[i] = token;
            }
        }
        return generated;
    }

    private static int best(DecoderModel model, Logits logits, int forbidden) {
        int best = logits.argmax();
        if (best != forbidden) {
            return best;
        }
        try (NDManager temporary = model.manager().newSubManager()) {
            float[] values = logits.toArray(temporary).toFloatArray();
            values[forbidden] = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < values.length; i++) {
                best = values[i] > values[best] ? i : best;
            }
            return best;
        }
    }
}
