package io.exitbench.suite.prepare;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.CodeTokenizer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a completion ends and how its tokens become text. Without a line to complete it ends at
 * {@code </s>} or at its limit. With one it ends as in CodeXGLUE's line completion: a Python line
 * ends before {@code <EOL>}, a Java line at the first {@code ;} or {@code }}, or before the first
 * <code>&#123;</code>.
 *
 * <p>CodeXGLUE's own script strips the characters of {@code <EOL>} from both ends, so a line that
 * ends in L, O or E loses letters; here the token is removed, not its letters.
 */
public final class CompletionText {
    private final CodeTokenizer tokenizer;
    private final Set<Integer> endsBefore;
    private final Set<Integer> endsAfter;

    public CompletionText(CodeTokenizer tokenizer, Language language, Protocol protocol) {
        this.tokenizer = tokenizer;
        if (protocol == Protocol.TOKENS) {
            endsBefore = ids(Stream.of("</s>"));
            endsAfter = Set.of();
            return;
        }
        boolean python = language == Language.PYTHON;
        endsBefore = ids(python ? Stream.of("<EOL>", "</s>") : Stream.of("\u0120{", "{", "</s>"));
        endsAfter = ids(python ? Stream.of() : Stream.of("\u0120;", "\u0120}", ";", "}"));
    }

    private Set<Integer> ids(Stream<String> tokens) {
        return tokens.map(tokenizer::id)
                .filter(id -> id >= 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    public CompletionLimit limit(int newTokens) {
        return new CompletionLimit(
                newTokens, token -> endsBefore.contains(token) || endsAfter.contains(token));
    }

    public String text(int[] tokens) {
        int length = tokens.length;
        if (length > 0 && endsBefore.contains(tokens[length - 1])) {
            length--;
        }
        return tokenizer.decode(java.util.Arrays.copyOf(tokens, length)).strip();
    }
}
