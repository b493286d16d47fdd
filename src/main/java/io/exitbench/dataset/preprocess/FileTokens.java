package io.exitbench.dataset.preprocess;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Rejections;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.dataset.hygiene.MinHash;
import io.exitbench.dataset.source.SourceFile;
import io.exitbench.dataset.source.SourceFiles.Form;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.LiteralCounts;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import io.exitbench.dataset.tokenize.SourceCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the content of a file into tokens, whatever form it has. */
final class FileTokens {
    private final Language language;
    private final Form form;

    FileTokens(Language language, Form form) {
        this.language = language;
        this.form = form;
    }

    /** The file with its token line, or empty and noted if the tokenizer rejects it. */
    Optional<TokenizedSource> tokenize(SourceFile file, Literals literals, Rejections rejections) {
        try {
            String text = text(file);
            TokenizedFile tokenized =
                    new TokenizedFile(
                            file.path(),
                            form == Form.TOKENS
                                    ? words(text)
                                    : CodeTokens.of(language, text, literals));
            if (tokenized.tokens().isEmpty()) {
                return rejected(file, "no tokens", rejections);
            }
            if (file.path().matches("(?s).*[\\t\\r\\n].*")) {
                return rejected(file, "a tab or line break in its path", rejections);
            }
            byte[] line = tokenized.line().getBytes(StandardCharsets.UTF_8);
            return Optional.of(
                    new TokenizedSource(
                            file.path(),
                            file.split(),
                            file.position(),
                            line,
                            tokenized.lineDigest(),
                            MinHash.signature(tokenized.tokens())));
        } catch (MalformedSourceException e) {
            return rejected(file, e.getMessage(), rejections);
        }
    }

    private static Optional<TokenizedSource> rejected(
            SourceFile file, String reason, Rejections rejections) {
        rejections.add(new RejectedFile(file.path(), reason));
        return Optional.empty();
    }

    /** The file's literals, or empty if the tokenizer rejects it. */
    Optional<LiteralCounts> literals(SourceFile file) {
        try {
            return Optional.of(CodeTokens.literals(language, text(file)));
        } catch (MalformedSourceException e) {
            return Optional.empty();
        }
    }

    private String text(SourceFile file) throws MalformedSourceException {
        return switch (form) {
            case SOURCE -> SourceCode.decode(language, file.content());
            case WRITTEN_TOKENS -> withoutMarks(SourceCode.decode(file.content()).strip());
            case TOKENS -> SourceCode.decode(file.content());
        };
    }

    /** CodeXGLUE strips the characters of the marks, not the marks. */
    private static String withoutMarks(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && "<s>".indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "</s>".indexOf(line.charAt(to - 1)) >= 0) {
            to--;
        }
        return line.substring(from, to);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.strip().split("\\s+")) {
            if (!word.isEmpty()
                    && !word.equals(TokenizedFile.START)
                    && !word.equals(TokenizedFile.END)) {
                words.add(word);
            }
        }
        return words;
    }
}
