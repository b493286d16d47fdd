package io.exitbench.dataset.layout;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.dataset.tokenize.CodeTokens;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Source text that has the given tokens, laid out as programmers do. Comments are gone, hidden
 * literals are 0 or empty, and Python's indentation is inferred, since token lines have none.
 *
 * <p>What is written of a token depends on none after it, so the layout of a beginning, but for its
 * last line break, is the beginning of the layout.
 */
public final class SourceLayout {
    private static final String INDENT = "    ";

    private final Language language;
    private final Spacing spacing;
    private final PythonLayout indentation = new PythonLayout();
    private final StringBuilder text = new StringBuilder();
    private String before = "";
    private int blocks;

    private SourceLayout(Language language) {
        this.language = language;
        spacing = new Spacing(language);
    }

    /**
     * Writes tokens as source text.
     *
     * @param language of the tokens
     * @param tokens of a file from its beginning, with or without {@code <s>}
     * @return text without white space at its end, but for the line break behind a finished line
     */
    public static String of(Language language, List<String> tokens) {
        SourceLayout layout = new SourceLayout(language);
        tokens.stream()
                .filter(token -> !token.equals(TokenizedFile.START))
                .filter(token -> !token.equals(TokenizedFile.END))
                .forEach(layout::add);
        return layout.text + (layout.isLineFinished() ? "\n" : "");
    }

    /**
     * @param line tokens joined by blanks
     * @return the same with literals in the place of their placeholders, as they are scored
     */
    public static String plain(String line) {
        return split(line).stream().map(PlainToken::of).collect(Collectors.joining(" "));
    }

    /**
     * @param line tokens joined by blanks
     * @return the tokens
     */
    public static List<String> split(String line) {
        return Arrays.asList(line.strip().split(" +"));
    }

    private boolean isLineFinished() {
        return language == Language.PYTHON
                ? before.equals(CodeTokens.END_OF_LINE)
                : endsLine(before);
    }

    private void add(String token) {
        if (language == Language.PYTHON) {
            python(token);
        } else {
            java(token);
        }
        before = token;
    }

    private void python(String token) {
        if (token.equals(CodeTokens.END_OF_LINE)) {
            indentation.endLine(before);
            return;
        }
        if (before.isEmpty() || before.equals(CodeTokens.END_OF_LINE)) {
            beginLine(indentation.beginLine(token));
        }
        write(PlainToken.written(token));
    }

    private void java(String token) {
        blocks -= token.equals("}") ? 1 : 0;
        if (before.isEmpty() || endsLine(before) && !goesOn(token)) {
            beginLine(Math.max(0, blocks));
        }
        blocks += token.equals("{") ? 1 : 0;
        write(PlainToken.written(token));
    }

    private void write(String token) {
        text.append(spacing.before(token)).append(token);
    }

    /** In the head of a loop a semicolon ends nothing. */
    private boolean endsLine(String token) {
        return switch (token) {
            case "{", "}" -> true;
            case ";" -> !spacing.isInside();
            default -> false;
        };
    }

    private boolean goesOn(String token) {
        return before.equals("}")
                && List.of("else", "catch", "finally", ")", ";", ",", ".").contains(token);
    }

    private void beginLine(int level) {
        if (text.length() > 0) {
            text.append('\n');
        }
        text.append(INDENT.repeat(level));
        spacing.newLine();
    }
}
