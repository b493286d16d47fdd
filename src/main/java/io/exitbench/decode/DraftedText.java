package io.exitbench.decode;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** A prompt and what is being written after it, of which the last tokens may be drafts. */
final class DraftedText {
    private final int[] text;
    private final int[] depths;
    private final int start;
    private int count;

    DraftedText(int[] prompt, int most) {
        start = prompt.length;
        text = Arrays.copyOf(prompt, start + most);
        depths = new int[most];
    }

    /** Prompt and tokens; longer than that is full. */
    int[] text() {
        return text;
    }

    /** Tokens of the prompt and of what was written. */
    int length() {
        return start + count;
    }

    /** Tokens that were written. */
    int count() {
        return count;
    }

    /** The token that the next one is predicted from. */
    int last() {
        return text[length() - 1];
    }

    boolean isFull() {
        return count == depths.length;
    }

    /** Whether there is room for another one after the next. */
    boolean hasRoomForDraft() {
        return count < depths.length - 1;
    }

    void add(int token, int depth) {
        text[length()] = token;
        depths[count] = depth;
        count++;
    }

    int token(int index) {
        return text[start + index];
    }

    int depth(int index) {
        return depths[index];
    }

    void verify(int index, int layers) {
        depths[index] = layers;
    }

    /** Replaces a token and forgets all after it. */
    void replace(int index, int token) {
        text[start + index] = token;
        count = index + 1;
    }

    void cut(int newCount) {
        count = newCount;
    }

    /**
     * Tokens up to the one that ends the text.
     *
     * @param limit when it ends
     * @param known tokens of which it is known that they do not end it
     * @return how many, or -1 if none ends it
     */
    int end(CompletionLimit limit, int known) {
        IntPredicate ends = limit.ends().get();
        for (int i = 0; i < count; i++) {
            boolean here = ends.test(token(i));
            if (here && i >= known) {
                return i + 1;
            }
        }
        return isFull() ? count : -1;
    }

    int[] tokens() {
        return Arrays.copyOfRange(text, start, length());
    }

    int[] exitLayers() {
        return Arrays.copyOf(depths, count);
    }
}
