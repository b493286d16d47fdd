package io.exitbench.dataset.tokenize;

/** Questions about characters that Python and Java answer differently from the Java platform. */
final class SourceText {
    private SourceText() {}

    /** Text mode of Python: every line ends in one line feed. */
    static String universalNewlines(String source) {
        return source.indexOf('\r') < 0 ? source : source.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Python's {@code str.isalnum()} for one character, which {@code \w} in a pattern is. */
    static boolean isAlphanumeric(int symbol) {
        if (symbol < 128) {
            return symbol >= 'a' && symbol <= 'z'
                    || symbol >= 'A' && symbol <= 'Z'
                    || symbol >= '0' && symbol <= '9';
        }
        int type = Character.getType(symbol);
        return Character.isLetterOrDigit(symbol)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
