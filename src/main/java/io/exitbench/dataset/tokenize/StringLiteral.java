package io.exitbench.dataset.tokenize;

/** CodeXGLUE's normalisation of string literals: quotes and prefix stay, the body may not. */
final class StringLiteral {
    private static final String[] QUOTES = {"'''", "\"\"\"", "'", "\""};

    private StringLiteral() {}

    static String python(String token, LiteralForm literals) {
        int prefix = 0;
        while (prefix < token.length() && isLetter(token.charAt(prefix))) {
            prefix++;
        }
        String quoted = token.substring(prefix);
        for (String quote : QUOTES) {
            if (quoted.startsWith(quote)) {
                String body = quoted.substring(quote.length());
                String end = "";
                if (quoted.endsWith(quote)) {
                    end = quote;
                    body = body.substring(0, Math.max(0, body.length() - quote.length()));
                }
                return token.substring(0, prefix) + quote + literals.string(body) + end;
            }
        }
        return token.substring(0, prefix) + literals.string(quoted);
    }

    /** A Java literal; a character that is written as one character has its own list. */
    static String java(String token, LiteralForm literals) {
        String quote = token.substring(0, 1);
        String body = token.substring(1, token.length() - 1);
        boolean character = quote.equals("'") && body.length() == 1;
        return quote + (character ? literals.character(body) : literals.string(body)) + quote;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
