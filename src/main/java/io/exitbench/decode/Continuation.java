package io.exitbench.decode;

import java.util.function.IntPredicate;

/** What follows a predicted token, and where a completion ends. */
sealed interface Continuation {
    /** What a token is that the strategy refused to predict. */
    int NO_TOKEN = -1;

    /** At most so many tokens. */
    int mostTokens();

    /** The token that stands at an index and that the next one is predicted from. */
    int token(int index, int predicted);

    /** Whether the token at an index is the last one; asked once for each, in order. */
    boolean endsAfter(int index, int token);

    /** Whether a strategy may end it. */
    boolean canBeStopped();

    /** What was predicted stands: ordinary decoding. */
    record Free(int mostTokens, IntPredicate ends) implements Continuation {
        @Override
        public int token(int index, int predicted) {
            return predicted;
        }

        @Override
        public boolean endsAfter(int index, int token) {
            return ends.test(token) || index == mostTokens - 1;
        }

        @Override
        public boolean canBeStopped() {
            return true;
        }
    }

    /** A given text stands, whatever was predicted: teacher forcing. */
    record Forced(int[] text) implements Continuation {
        @Override
        public int mostTokens() {
            return text.length;
        }

        @Override
        public int token(int index, int predicted) {
            return text[index];
        }

        @Override
        public boolean endsAfter(int index, int token) {
            return index == text.length - 1;
        }

        @Override
        public boolean canBeStopped() {
            return false;
        }
    }
}
