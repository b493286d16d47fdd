package io.exitbench.suite.prepare;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a completion ends in its text, whatever tokens spell it. A file ends before {@code </s>}.
 * If a line is to be completed, it ends as in CodeXGLUE's line completion: a Python line before
 * {@code <EOL>}; a Java line after the first {@code ;} or {@code }} or before the first <code>
 * &#123;
 * </code> that is no part of a literal; either before the end of a line of text. Source text has
 * neither mark, and only the line break ends a line of Python.
 *
 * @param marks texts before which it ends
 * @param before characters before which it ends
 * @param after characters after which it ends
 * @param quoted whether literals stand in quotes and not in placeholders
 */
record LineEnd(List<String> marks, String before, String after, boolean quoted) {
    private static final String FILE_END = "</s>";
    private static final String END_OF_LINE = "<EOL>";
    private static final String LINE_BREAKS = "\n\r";
    private static final List<String> LITERALS = List.of("<STR_LIT:", "<NUM_LIT:", "<CHAR_LIT:");

    static LineEnd of(Language language, Protocol protocol) {
        if (protocol == Protocol.TOKENS) {
            return new LineEnd(List.of(FILE_END), "", "", false);
        }
        if (protocol.isRaw()) {
            return language == Language.PYTHON
                    ? new LineEnd(List.of(), LINE_BREAKS, "", false)
                    : new LineEnd(List.of(), LINE_BREAKS + "{", ";}", true);
        }
        return switch (language) {
            case PYTHON -> new LineEnd(List.of(FILE_END, END_OF_LINE), LINE_BREAKS, "", false);
            case JAVA -> new LineEnd(List.of(FILE_END), LINE_BREAKS + "{", ";}", false);
        };
    }

    /**
     * Whether a text may come to its end with this piece, whatever stands before: the pieces for
     * which this is false need no look at the text.
     */
    boolean mayComeWith(String piece) {
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

    /**
     * Finds the end. It depends on nothing that comes after it, so a text that grows keeps it.
     *
     * @return length of the text up to the end, if it has come to one
     */
    OptionalInt in(String text) {
        int literalEnd = 0;
        for (int i = 0; i < text.length(); i++) {
            int at = i;
            if (marks.stream().anyMatch(mark -> text.startsWith(mark, at))) {
                return OptionalInt.of(i);
            }
            if (i >= literalEnd) {
                literalEnd = quoted ? quotedEnd(text, i) : literalEnd(text, i);
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

    /**
     * What ended a line that is known to end before something: {@code <EOL>} in Python, <code>
     * &#123;</code> in Java unless the line has its own end. Nothing is known of what follows a
     * piece of a file.
     *
     * @param line without it
     * @return it, with the blank before it, or nothing
     */
    String after(String line) {
        if (marks.contains(END_OF_LINE)) {
            return " " + END_OF_LINE;
        }
        if (before.equals(LINE_BREAKS)) {
            return "\n";
        }
        boolean ended = !line.isEmpty() && after.indexOf(line.charAt(line.length() - 1)) >= 0;
        return before.contains("{") && !ended ? " {" : "";
    }

    /** A literal ends with its quote, or with the line. */
    private static int quotedEnd(String text, int start) {
        char quote = text.charAt(start);
        if (quote != '"' && quote != '\'') {
            return start;
        }
        int end = start + 1;
        while (end < text.length() && LINE_BREAKS.indexOf(text.charAt(end)) < 0) {
            char c = text.charAt(end);
            if (c == quote) {
                return end + 1;
            }
            end += c == '\\' ? 2 : 1;
        }
        return Math.min(end, text.length());
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
