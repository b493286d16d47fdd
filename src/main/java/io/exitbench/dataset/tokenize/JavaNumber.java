package io.exitbench.dataset.tokenize;

/**
 * Numbers as {@code javalang} reads them, which is not quite the language: an octal number ends
 * before 8, 9, a point and {@code f}, and {@code L} may follow any digits.
 */
final class JavaNumber {
    private static final String DECIMAL = "0123456789";
    private static final String HEXADECIMAL = "0123456789abcdefABCDEF";

    private final String source;
    private int position;

    private JavaNumber(String source, int position) {
        this.source = source;
        this.position = position;
    }

    /**
     * @param start position of a digit, or of a point before one
     * @return position after the number
     * @throws MalformedSourceException if the library rejects it
     */
    static int end(String source, int start) throws MalformedSourceException {
        JavaNumber number = new JavaNumber(source, start);
        if (source.charAt(start) != '0') {
            number.decimal();
            return number.position;
        }
        char next = number.required(start + 1);
        if (next == 'x' || next == 'X') {
            number.hexadecimal();
        } else if (next == 'b' || next == 'B') {
            number.digits(start + 2, "01");
        } else if (next >= '0' && next <= '7') {
            number.digits(start + 1, "01234567");
        } else {
            number.decimal();
        }
        return number.position;
    }

    private void decimal() throws MalformedSourceException {
        digits(position, DECIMAL);
        if (isAt(".")) {
            digits(position + 1, DECIMAL);
        }
        if (isAt("eE")) {
            exponent();
        }
        skip("fFdD");
    }

    private void hexadecimal() throws MalformedSourceException {
        digits(position + 2, HEXADECIMAL);
        if (!isAt(".pP")) {
            return;
        }
        if (isAt(".")) {
            digits(position + 1, HEXADECIMAL);
        }
        if (!isAt("pP")) {
            throw new MalformedSourceException("hexadecimal fraction without an exponent");
        }
        exponent();
        skip("fFdD");
    }

    private void exponent() throws MalformedSourceException {
        position++;
        skip("+-");
        digits(position, DECIMAL);
    }

    /** Digits, underscores before further ones, and a suffix of a long number. */
    private void digits(int from, String digits) throws MalformedSourceException {
        required(from);
        position = from;
        int next = from;
        while (next < source.length()) {
            char c = source.charAt(next);
            next++;
            if (digits.indexOf(c) >= 0) {
                position = next;
            } else if (c != '_') {
                // Only a suffix that follows the digits or their underscores counts.
                if (c == 'l' || c == 'L') {
                    position++;
                }
                return;
            }
        }
    }

    private void skip(String characters) {
        if (isAt(characters)) {
            position++;
        }
    }

    private boolean isAt(String characters) {
        return position < source.length() && characters.indexOf(source.charAt(position)) >= 0;
    }

    /** The library fails where it looks for a digit behind the end of the file. */
    private char required(int index) throws MalformedSourceException {
        if (index >= source.length()) {
            throw new MalformedSourceException("end of file in a number");
        }
        return source.charAt(index);
    }
}
