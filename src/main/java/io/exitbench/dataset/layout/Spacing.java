package io.exitbench.dataset.layout;

import io.exitbench.dataset.Language;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Where blanks stand between tokens of a line, as programmers set them. A blank depends on the
 * tokens up to the one behind it, and two tokens are never run together into others.
 */
final class Spacing {
    private static final Set<String> KEYWORDS =
            Set.of(
                    "and",
                    "as",
                    "assert",
                    "case",
                    "catch",
                    "del",
                    "elif",
                    "else",
                    "except",
                    "exec",
                    "for",
                    "from",
                    "if",
                    "import",
                    "in",
                    "is",
                    "lambda",
                    "new",
                    "not",
                    "or",
                    "print",
                    "raise",
                    "return",
                    "switch",
                    "synchronized",
                    "throw",
                    "try",
                    "while",
                    "with",
                    "yield");
    private static final Set<String> UNARY = Set.of("-", "+", "*", "**", "~", "!", "&", "++", "--");

    private final boolean python;
    private final Deque<String> open = new ArrayDeque<>();
    private String before = "";
    private boolean unary;
    private int typeArguments;
    private boolean closesType;

    Spacing(Language language) {
        python = language == Language.PYTHON;
    }

    /** How many brackets are open, braces among them. */
    int depth() {
        return open.size();
    }

    /** Whether the next token stands in round or square brackets. */
    boolean isInside() {
        return open.contains("(") || open.contains("[");
    }

    /** A new line begins; brackets stay open. */
    void newLine() {
        before = "";
        unary = false;
        closesType = false;
    }

    /**
     * Takes the next token of a line.
     *
     * @return a blank if one stands before it, else nothing
     */
    String before(String token) {
        boolean opensType =
                !python
                        && token.equals("<")
                        && !before.isEmpty()
                        && Character.isUpperCase(before.charAt(0));
        boolean endsType = typeArguments > 0 && token.equals(">");
        boolean blank = !before.isEmpty() && !opensType && !endsType && isBlank(token);
        note(token, opensType, endsType);
        return blank ? " " : "";
    }

    private void note(String token, boolean opensType, boolean endsType) {
        unary = UNARY.contains(token) && !isOperand(before);
        closesType = endsType;
        typeArguments += opensType ? 1 : endsType ? -1 : 0;
        switch (token) {
            case "(", "[", "{" -> open.push(token);
            case ")", "]", "}" -> open.poll();
            default -> {}
        }
        // The bracket that opens type arguments binds like a round one.
        before = opensType ? "(" : token;
    }

    private boolean isBlank(String token) {
        if (isSign(before) && isSign(token) && !before.equals("(") || isNumber(before, token)) {
            return !closesType;
        }
        return switch (token) {
            case ")", "]", ",", ";", "." -> false;
            case "}" -> !python;
            case "(", "[" -> !isOperand(before) && !isOpening() && !closesType;
            case ":" -> !python && !before.equals("default") && !open.isEmpty();
            case "::" -> false;
            case "++", "--" -> !isOperand(before);
            case "=" -> !(python && isInside());
            default -> !isOpening();
        };
    }

    /** Whether nothing stands between the token before and any word or bracket. */
    private boolean isOpening() {
        return switch (before) {
            case "(", "[", ".", "@", "::" -> true;
            case "{" -> python;
            case "=" -> python && isInside();
            case ":" -> python && "[".equals(open.peek());
            default -> unary;
        };
    }

    private static boolean isOperand(String token) {
        if (token.isEmpty() || KEYWORDS.contains(token)) {
            return false;
        }
        char last = token.charAt(token.length() - 1);
        return Character.isLetterOrDigit(last) || "_)]}'\"$".indexOf(last) >= 0;
    }

    /** A dot behind a number would be part of it. */
    private static boolean isNumber(String before, String token) {
        return token.startsWith(".") && !before.isEmpty() && Character.isDigit(before.charAt(0));
    }

    /** Signs that could grow together to another one. */
    private static boolean isSign(String token) {
        if (token.isEmpty()) {
            return false;
        }
        return "+-*/%&|^<>=!~:?.@".indexOf(token.charAt(0)) >= 0;
    }
}
