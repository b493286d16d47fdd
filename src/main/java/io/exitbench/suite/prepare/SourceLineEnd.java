package io.exitbench.suite.prepare;

import io.exitbench.dataset.Language;
import java.util.OptionalInt;

/**
 * Where a completion of source text ends: where CodeXGLUE's line does, so that it can be compared
 * with a reference. A line of Python ends with a line break, in brackets as well, since {@code
 * <EOL>} stands there, but not behind a backslash; a line of Java ends after the first {@code ;} or
 * {@code }} or before the first <code>&#123;</code>. Neither ends inside a literal or a comment,
 * nor before it has begun: white space and comments before its first token are skipped.
 *
 * @param language of the text
 * @param beforeSuffix whether what ends the line stands behind the gap that is filled
 */
record SourceLineEnd(Language language, boolean beforeSuffix) implements LineEnd {
    private static final String LINE_BREAKS = "\n\r";

    @Override
    public boolean mayComeWith(String piece) {
        String ends = language == Language.PYTHON ? LINE_BREAKS : ";{}";
        return piece.chars().anyMatch(c -> ends.indexOf(c) >= 0);
    }

    @Override
    public OptionalInt in(String text) {
        return language == Language.PYTHON ? python(text) : java(text);
    }

    @Override
    public String after(String line) {
        if (beforeSuffix) {
            return "";
        }
        if (language == Language.PYTHON) {
            return "\n";
        }
        return line.endsWith(";") || line.endsWith("}") ? "" : " {";
    }

    private static OptionalInt python(String text) {
        boolean begun = false;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (isLineBreak(c) && begun) {
                return OptionalInt.of(i);
            }
            begun |= !Character.isWhitespace(c) && c != '#';
            i =
                    switch (c) {
                        case '#' -> lineEnd(text, i);
                        case '\\' -> escaped(text, i);
                        case '"', '\'' -> literalEnd(text, i);
                        default -> i + 1;
                    };
        }
        return OptionalInt.empty();
    }

    private static OptionalInt java(String text) {
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c == '{') {
                return OptionalInt.of(i);
            }
            if (c == ';' || c == '}') {
                return OptionalInt.of(i + 1);
            }
            if (text.startsWith("//", i)) {
                i = lineEnd(text, i);
            } else if (text.startsWith("/*", i)) {
                i = behind("*/", text, i + 2);
            } else {
                i = c == '"' || c == '\'' ? literalEnd(text, i) : i + 1;
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isLineBreak(char c) {
        return LINE_BREAKS.indexOf(c) >= 0;
    }

    private static int lineEnd(String text, int start) {
        int end = start;
        while (end < text.length() && !isLineBreak(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int behind(String closing, String text, int from) {
        int at = text.indexOf(closing, from);
        return at < 0 ? text.length() : at + closing.length();
    }

    /** A line break behind a backslash may have two characters. */
    private static int escaped(String text, int backslash) {
        int two = backslash + 2;
        return Math.min(text.length(), text.startsWith("\r\n", backslash + 1) ? two + 1 : two);
    }

    /**
     * A literal ends with its quote or quotes, and one of one quote with the line at the latest.
     */
    private static int literalEnd(String text, int start) {
        char quote = text.charAt(start);
        String three = String.valueOf(quote).repeat(3);
        boolean isBlock = text.startsWith(three, start);
        int end = start + (isBlock ? three.length() : 1);
        while (end < text.length() && (isBlock || !isLineBreak(text.charAt(end)))) {
            if (text.startsWith(isBlock ? three : String.valueOf(quote), end)) {
                return end + (isBlock ? three.length() : 1);
            }
            end = text.charAt(end) == '\\' ? escaped(text, end) : end + 1;
        }
        return end;
    }
}
