package io.exitbench.suite.prepare;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.CodeTokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Where a completion ends and how its tokens become text: it ends with an end token of the model,
 * or where its text does ({@link LineEnd}), in the middle of a token if need be.
 *
 * <p>CodeXGLUE's own script strips the characters of {@code <EOL>} from both ends, so a line that
 * ends in L, O or E loses letters; here the mark is removed, not its letters.
 */
public final class CompletionText {
    private final CodeTokenizer tokenizer;
    private final LineEnd lineEnd;
    private final Set<Integer> endTokens;

    /** Whether a text may end with a token; few tokens can, so few texts are looked at. */
    private final Map<Integer, Boolean> mayEnd = new ConcurrentHashMap<>();

    /**
     * @param tokenizer of the model
     * @param endTokens of the model
     */
    public CompletionText(
            CodeTokenizer tokenizer, Set<Integer> endTokens, Language language, Protocol protocol) {
        this.tokenizer = tokenizer;
        this.endTokens = endTokens;
        lineEnd = LineEnd.of(language, protocol);
    }

    public CompletionLimit limit(int newTokens) {
        return new CompletionLimit(newTokens, () -> new Progress(newTokens));
    }

    public String text(int[] tokens) {
        int length = tokens.length;
        if (length > 0 && endTokens.contains(tokens[length - 1])) {
            length--;
        }
        String text = tokenizer.decode(Arrays.copyOf(tokens, length));
        OptionalInt end = lineEnd.in(text);
        return text.substring(0, end.orElse(text.length())).strip();
    }

    /**
     * What follows a reference in its file, as far as the protocol tells.
     *
     * @param reference of a sample
     * @return text to append, with the blank before it; empty if it is not known
     */
    public String after(String reference) {
        return lineEnd.after(reference);
    }

    /** A completion that grows token by token. */
    private final class Progress implements IntPredicate {
        private final int[] tokens;
        private int length;

        Progress(int newTokens) {
            tokens = new int[newTokens];
        }

        @Override
        public boolean test(int token) {
            tokens[length++] = token;
            return endTokens.contains(token)
                    || mayEnd.computeIfAbsent(token, this::mayEnd)
                            && lineEnd.in(tokenizer.decode(Arrays.copyOf(tokens, length)))
                                    .isPresent();
        }

        private boolean mayEnd(int token) {
            return lineEnd.mayComeWith(tokenizer.decode(new int[] {token}));
        }
    }
}
