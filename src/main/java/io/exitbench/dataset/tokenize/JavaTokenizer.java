package io.exitbench.dataset.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("(\\\\+)u+([0-9a-fA-F]{4})");

    private final String source;
    private final LiteralForm literals;
    private final List<String> tokens = new ArrayList<>();
    private int position;

    JavaTokenizer(String source, LiteralForm literals) {
        this.source = resolveEscapes(source);
        this.literals = literals;
    }

    private static String resolveEscapes(String source) {
        if (!source.contains("\\u")) {
            return source;
        }
        return UNICODE_ESCAPE
                .matcher(source)
                .replaceAll(
                        match -> {
                            String backslashes = match.group(1);
                            String resolved =
                                    backslashes.length() % 2 == 0
                                            ? match.group()
                                            : backslashes.substring(1)
                                                    + (char) Integer.parseInt(match.group(2), 16);
                            return Matcher.quoteReplacement(resolved);
                        });
    }

    List<String> tokens() throws MalformedSourceException {
        while (position < source.length()) {
            char c = source.charAt(position);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
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
        int start = position;
        if (source.startsWith("...", position)) {
            add("...");
        } else if (c == '@') {
            add("@");
        } else if (isDigit(c) || c == '.' && isDigit(at(position + 1))) {
            number();
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
            if (!Character.isJavaIdentifierPart(symbol)) {
                return;
            }
            position += Character.charCount(symbol);
        }
    }

    private void string(char quote) throws MalformedSourceException {
        int start = position;
        position++;
        while (position < source.length() && source.charAt(position) != quote) {
            char c = source.charAt(position);
            if (c == '\n') {
                break;
            }
            position += c == '\\' ? 2 : 1;
        }
        if (at(position) != quote) {
            throw new MalformedSourceException("unterminated literal");
        }
        position++;
        tokens.add(StringLiteral.java(source.substring(start, position), literals));
    }

    private void number() {
        char base = Character.toLowerCase(at(position + 1));
        if (at(position) == '0' && base == 'x') {
            position += 2;
            real(c -> Character.digit(c, 16) >= 0, 'p');
        } else if (at(position) == '0' && base == 'b') {
            position += 2;
            digits(c -> c == '0' || c == '1');
        } else {
            real(JavaTokenizer::isDigit, 'e');
        }
        char suffix = Character.toLowerCase(at(position));
        if (suffix == 'l' || suffix == 'f' || suffix == 'd') {
            position++;
        }
    }

    private void real(IntPredicate digit, char exponent) {
        digits(digit);
        if (at(position) == '.') {
            position++;
            digits(digit);
        }
        if (Character.toLowerCase(at(position)) == exponent) {
            position++;
            if (at(position) == '+' || at(position) == '-') {
                position++;
            }
            digits(JavaTokenizer::isDigit);
        }
    }

    private void digits(IntPredicate digit) {
        while (digit.test(at(position)) || at(position) == '_') {
            position++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private char at(int index) {
        return index < source.length() ? source.charAt(index) : '\0';
    }
}
