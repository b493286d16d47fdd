package io.exitbench.suite.prepare;

import io.exitbench.model.CodeTokenizer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** What a reference becomes when a model gives its tokens back, one by one, without a limit. */
final class GoldCompletion implements UnaryOperator<String> {
    private final CodeTokenizer tokenizer;
    private final CompletionText text;

    GoldCompletion(CodeTokenizer tokenizer, CompletionText text) {
        this.tokenizer = tokenizer;
        this.text = text;
    }

    @Override
    public String apply(String reference) {
        // Behind a prompt every word begins with the blank before it.
        int[] tokens = tokenizer.encode(text.samples().written(reference));
        IntPredicate ends = text.limit(tokens.length).ends().get();
        int length = 0;
        while (length < tokens.length) {
            length++;
            if (ends.test(tokens[length - 1])) {
                break;
            }
        }
        return text.text(Arrays.copyOf(tokens, length));
    }
}
