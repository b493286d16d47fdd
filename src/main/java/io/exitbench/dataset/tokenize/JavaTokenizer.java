package io.exitbench.dataset.tokenize;

import java.util.ArrayList;
import java.util.List;

/**
 * Java as {@code javalang} splits it: comments are dropped, {@code >>} is two tokens because it may
 * close type arguments, Unicode escapes are resolved first.
 */
final class JavaTokenizer {
    private static final String SEPARATORS = "(){}[];,.";
    private static final String[] OPERATORS = {
        ">>>=", ">>=", "<<=", "...", "%=", "^=", "|=", "&=", "/=", "*=", "-=", "+=", "<<", "--",
        "++", "||", "&&", "!=", ">=", "<=", "==", "->", "::", "%", "^", "|", "&", "/", "*", "-",
        "+", ":", "?", "~", "!", "<", ">", "="
    };
    private static final String ESCAPES = "btnfru\"'\\01234567";
    private static final int ESCAPE_DIGITS = 4;

    private final String source;
    private final LiteralForm literals;
    private final List<String> tokens = new ArrayList<>();
    private int position;

    /** Where the token in work begins. */
    private int start;

    JavaTokenizer(String source, LiteralForm literals) throws MalformedSourceException {
        this.source = resolveEscapes(source);
        this.literals = literals;
    }

    /** Tokens of a piece of a file. */
    static List<String> pieces(String piece, LiteralForm literals) {
        try {
            JavaTokenizer tokenizer = new JavaTokenizer(piece, literals);
            try {
                return tokenizer.tokens();
            } catch (MalformedSourceException e) {
                List<String> read = new ArrayList<>(tokenizer.tokens);
                read.addAll(words(tokenizer.source.substring(tokenizer.start)));
                return read;
            }
        } catch (MalformedSourceException e) {
            return words(piece);
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static String resolveEscapes(String source) throws MalformedSourceException {
        if (!source.contains("\\u")) {
            return source;
        }
        StringBuilder resolved = new StringBuilder(source.length());
        int from = 0;
        for (int at = source.indexOf('\\'); at >= 0; at = source.indexOf('\\', at)) {
            int digits = at + 1;
            while (digits < source.length() && source.charAt(digits) == 'u') {
                digits++;
            }
            if (digits == at + 1) {
                // An escaped backslash begins nothing.
                at += 2;
            } else {
                resolved.append(source, from, at).append(escaped(source, digits));
                from = digits + ESCAPE_DIGITS;
                at = from;
            }
        }
        return resolved.append(source, from, source.length()).toString();
    }

    private static char escaped(String source, int from) throws MalformedSourceException {
        int value = 0;
        for (int i = from; i < from + ESCAPE_DIGITS; i++) {
            int digit = i < source.length() ? Character.digit(source.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new MalformedSourceException("invalid Unicode escape");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    List<String> tokens() throws MalformedSourceException {
        while (position < source.length()) {
            start = position;
            char c = source.charAt(position);
            if (CodeTokens.isSpace(c)) {
                position++;
            } else if (source.startsWith("//", position)) {
                int end = source.indexOf('\n', position);
                position = end < 0 ? source.length() : end;
            } else if (source.startsWith("/*", position)) {
                skipBlockComment();
            } else {
                token(c);
            }
        }
        return tokens;
    }

    private void skipBlockComment() throws MalformedSourceException {
        int end = source.indexOf("*/", position + 2);
        if (end < 0) {
            throw new MalformedSourceException("end of file in a comment");
        }
        position = end + 2;
    }

    private void token(char c) throws MalformedSourceException {
        if (source.startsWith("...", position)) {
            add("...");
        } else if (c == '@') {
            add("@");
        } else if (isDigit(c) || c == '.' && isDigit(at(position + 1))) {
            position = JavaNumber.end(source, start);
            tokens.add(literals.number(source.substring(start, position)));
        } else if (SEPARATORS.indexOf(c) >= 0) {
            add(String.valueOf(c));
        } else if (c == '"' || c == '\'') {
            string(c);
        } else if (Character.isJavaIdentifierStart(source.codePointAt(position))) {
            identifier();
            tokens.add(source.substring(start, position));
        } else {
            operator();
        }
    }

    private void add(String token) {
        tokens.add(token);
        position += token.length();
    }

    private void operator() throws MalformedSourceException {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, position)) {
                add(operator);
                return;
            }
        }
        throw new MalformedSourceException("unexpected character");
    }

    private void identifier() {
        while (position < source.length()) {
            int symbol = source.codePointAt(position);
            if (!isIdentifierPart(symbol)) {
                return;
            }
            position += Character.charCount(symbol);
        }
    }

    /** Without the control characters that the language ignores in identifiers. */
    private static boolean isIdentifierPart(int symbol) {
        return Character.isJavaIdentifierPart(symbol) && !Character.isIdentifierIgnorable(symbol);
    }

    private void string(char quote) throws MalformedSourceException {
        position++;
        while (position < source.length() && source.charAt(position) != quote) {
            if (source.charAt(position) == '\\') {
                position++;
                if (position < source.length() && ESCAPES.indexOf(at(position)) < 0) {
                    throw new MalformedSourceException("illegal escape");
                }
            }
            position++;
        }
        if (at(position) != quote) {
            throw new MalformedSourceException("unterminated literal");
        }
        position++;
        tokens.add(StringLiteral.java(source.substring(start, position), literals));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private char at(int index) {
        return index < source.length() ? source.charAt(index) : '\0';
    }
}
