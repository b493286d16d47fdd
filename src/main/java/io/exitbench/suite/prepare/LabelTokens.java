package io.exitbench.suite.prepare;

import io.exitbench.dataset.CompletionSample;
import io.exitbench.model.CodeTokenizer;
import java.util.Arrays;

/** A sample's reference in tokens, as they would follow its prompt. */
public final class LabelTokens {
    /** Characters of a prompt that are looked at again. */
    private static final int TAIL = 100;

    private final CodeTokenizer tokenizer;
    private final CompletionText text;

    /**
     * @param tokenizer of the model
     * @param text how samples are written
     */
    public LabelTokens(CodeTokenizer tokenizer, CompletionText text) {
        this.tokenizer = tokenizer;
        this.text = text;
    }

    /**
     * @param sample of the data
     * @return tokens of its reference; none if prompt and reference share a token
     */
    public int[] of(CompletionSample sample) {
        // Words are tokenised one by one, so the prompt's last ones tell how the text goes on.
        String prompt = text.prompt(sample);
        String tail = prompt.substring(1 + prompt.lastIndexOf(' ', prompt.length() - TAIL));
        int[] before = tokenizer.encode(tail);
        // A line ends where the next token says so, which belongs to what is predicted.
        int[] whole = tokenizer.encode(tail + text.continuation(sample));
        boolean continued =
                whole.length > before.length
                        && Arrays.equals(before, 0, before.length, whole, 0, before.length);
        return continued ? Arrays.copyOfRange(whole, before.length, whole.length) : new int[0];
    }
}
