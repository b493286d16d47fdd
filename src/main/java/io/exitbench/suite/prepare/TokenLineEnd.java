package io.exitbench.suite.prepare;

import io.exitbench.dataset.Language;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a completion of token lines ends. A file ends before {@code </s>}. If a line is to be
 * completed, it ends as in CodeXGLUE's line completion: a Python line before {@code <EOL>}; a Java
 * line after the first {@code ;} or {@code }} or before the first <code>
 * &#123;
 * </code> that is no part of a literal; either before the end of a line of text.
 *
 * @param marks texts before which it ends
 * @param before characters before which it ends
 * @param after characters after which it ends
 */
record TokenLineEnd(List<String> marks, String before, String after) implements LineEnd {
    private static final String FILE_END = "</s>";
    private static final String END_OF_LINE = "<EOL>";
    private static final String LINE_BREAKS = "\n\r";
    private static final List<String> LITERALS = List.of("<STR_LIT:", "<NUM_LIT:", "<CHAR_LIT:");

    static TokenLineEnd ofFile() {
        return new TokenLineEnd(List.of(FILE_END), "", "");
    }

    static TokenLineEnd of(Language language) {
        return switch (language) {
            case PYTHON -> new TokenLineEnd(List.of(FILE_END, END_OF_LINE), LINE_BREAKS, "");
            case JAVA -> new TokenLineEnd(List.of(FILE_END), LINE_BREAKS + "{", ";}");
        };
    }

    @Override
    public boolean mayComeWith(String piece) {
        return piece.chars().anyMatch(c -> before.indexOf(c) >= 0 || after.indexOf(c) >= 0)
                || marks.stream().anyMatch(mark -> completes(mark, piece));
    }

    private static boolean completes(String mark, String piece) {
        for (int i = 1; i < mark.length(); i++) {
            if (piece.startsWith(mark.substring(i))) {
                return true;
            }
        }
        return piece.contains(mark);
    }

    @Override
    public OptionalInt in(String text) {
        int literalEnd = 0;
        for (int i = 0; i < text.length(); i++) {
            int at = i;
            if (marks.stream().anyMatch(mark -> text.startsWith(mark, at))) {
                return OptionalInt.of(i);
            }
            if (i >= literalEnd) {
                literalEnd = literalEnd(text, i);
            }
            if (i >= literalEnd) {
                if (before.indexOf(text.charAt(i)) >= 0) {
                    return OptionalInt.of(i);
                }
                if (after.indexOf(text.charAt(i)) >= 0) {
                    return OptionalInt.of(i + 1);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Nothing is known of what follows a piece of a file. */
    @Override
    public String after(String line) {
        if (marks.contains(END_OF_LINE)) {
            return " " + END_OF_LINE;
        }
        boolean ended = !line.isEmpty() && after.indexOf(line.charAt(line.length() - 1)) >= 0;
        return before.contains("{") && !ended ? " {" : "";
    }

    /**
     * A placeholder's body has at least one character and no white space, and ends with the first
     * {@code >}, as the evaluator reads it.
     */
    private static int literalEnd(String text, int start) {
        for (String opening : LITERALS) {
            if (text.startsWith(opening, start)) {
                int body = start + opening.length();
                int end = body;
                while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                    end++;
                    if (end > body + 1 && text.charAt(end - 1) == '>') {
                        break;
                    }
                }
                return end;
            }
        }
        return start;
    }
}
