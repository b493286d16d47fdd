package io.exitbench.dataset.tokenize;

/** Python's operators and brackets. */
final class PythonOperator {
    /** The longer ones first. */
    private static final String[] OPERATORS = {
        "**=", "//=", ">>=", "<<=", "...", "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//",
        "/=", ":=", "<<", "<=", "==", ">=", ">>", "@=", "^=", "|=", "%", "&", "(", ")", "*", "+",
        ",", "-", ".", "/", ":", ";", "<", "=", ">", "@", "[", "]", "^", "{", "|", "}", "~"
    };

    private PythonOperator() {}

    /** Position after the longest operator there, or after the one character that is none. */
    static int end(String line, int position) {
        for (String operator : OPERATORS) {
            if (line.startsWith(operator, position)) {
                return position + operator.length();
            }
        }
        return position + Character.charCount(line.codePointAt(position));
    }

    /** 1 for an opening bracket, -1 for a closing one, else 0. */
    static int nesting(char symbol) {
        return switch (symbol) {
            case '(', '[', '{' -> 1;
            case ')', ']', '}' -> -1;
            default -> 0;
        };
    }
}
