package io.exitbench.dataset.tokenize;

import java.util.function.IntPredicate;

/**
 * Numbers of Python 3; those of Python 2, such as {@code 0777L}, fall apart into several tokens.
 */
final class PythonNumber {
    private final String line;
    private int position;

    private PythonNumber(String line, int position) {
        this.line = line;
        this.position = position;
    }

    /** Position after the number that begins at {@code start}, or {@code start} if none does. */
    static int end(String line, int start) {
        char c = line.charAt(start);
        if (isDigit(c) || c == '.' && isDigit(at(line, start + 1))) {
            return new PythonNumber(line, start).read();
        }
        return start;
    }

    private int read() {
        int start = position;
        // Floating-point and imaginary numbers come first in tokenize's pattern.
        boolean digits = digits(PythonNumber::isDigit);
        int afterDigits = position;
        boolean point = at(line, position) == '.';
        if (point) {
            position++;
            digits(PythonNumber::isDigit);
        }
        boolean exponent = exponent();
        char suffix = at(line, position);
        if (suffix == 'j' || suffix == 'J') {
            return position + 1;
        }
        if (point || exponent) {
            return position;
        }
        position = start;
        return digits ? integer(start, afterDigits) : start;
    }

    private int integer(int start, int afterDigits) {
        if (line.charAt(start) != '0') {
            return afterDigits;
        }
        IntPredicate base =
                switch (at(line, start + 1)) {
                    case 'x', 'X' -> c -> Character.digit(c, 16) >= 0 && c < 128;
                    case 'b', 'B' -> c -> c == '0' || c == '1';
                    case 'o', 'O' -> c -> c >= '0' && c <= '7';
                    default -> c -> false;
                };
        position = start + 2;
        if (at(line, position) == '_') {
            position++;
        }
        if (base.test(at(line, position)) && digits(base)) {
            return position;
        }
        position = start;
        digits(c -> c == '0');
        return position;
    }

    private boolean exponent() {
        int start = position;
        char e = at(line, position);
        if (e == 'e' || e == 'E') {
            position++;
            char sign = at(line, position);
            if (sign == '+' || sign == '-') {
                position++;
            }
            if (digits(PythonNumber::isDigit)) {
                return true;
            }
        }
        position = start;
        return false;
    }

    /** Digits with single underscores between them. */
    private boolean digits(IntPredicate digit) {
        int start = position;
        while (digit.test(at(line, position))
                || position > start
                        && at(line, position) == '_'
                        && digit.test(at(line, position + 1))) {
            position++;
        }
        return position > start;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static char at(String line, int position) {
        return position < line.length() ? line.charAt(position) : '\0';
    }
}
