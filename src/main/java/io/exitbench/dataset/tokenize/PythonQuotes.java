package io.exitbench.dataset.tokenize;

import java.util.Locale;
import java.util.Set;

/** Where Python's strings begin and end. */
final class PythonQuotes {
    private static final Set<String> PREFIXES =
            Set.of("", "b", "r", "u", "f", "br", "rb", "fr", "rf");

    private PythonQuotes() {}

    /**
     * Whether a quote stands at {@code quote} and what is before it from {@code start} on is its
     * prefix.
     */
    static boolean open(String line, int start, int quote) {
        return quote < line.length()
                && quote - start <= 2
                && (line.charAt(quote) == '"' || line.charAt(quote) == '\'')
                && PREFIXES.contains(line.substring(start, quote).toLowerCase(Locale.ROOT));
    }

    /** Position after the next unescaped closing quotes, or -1. */
    static int end(String line, int from, String quotes) {
        int position = from;
        while (position < line.length()) {
            if (line.charAt(position) == '\\') {
                position += 2;
            } else if (line.startsWith(quotes, position)) {
                return position + quotes.length();
            } else {
                position++;
            }
        }
        return -1;
    }
}
