package io.exitbench.metric;

import java.util.List;
import java.util.regex.Pattern;

/** The {@code 13a} tokenisation of mteval and sacreBLEU (arXiv 1804.08771). */
final class Tokenizer13a {
    private static final Pattern SYMBOLS =
            Pattern.compile("([\\{-\\~\\[-\\` -\\&\\(-\\+\\:-\\@\\/])");
    private static final Pattern AFTER_NON_DIGIT = Pattern.compile("([^0-9])([\\.,])");
    private static final Pattern BEFORE_NON_DIGIT = Pattern.compile("([\\.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private Tokenizer13a() {}

    static List<String> tokens(String text) {
        String line =
                text.replace("<skipped>", "")
                        .replace("-\n", "")
                        .replace("\n", " ")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">");
        line = SYMBOLS.matcher(" " + line + " ").replaceAll(" $1 ");
        line = AFTER_NON_DIGIT.matcher(line).replaceAll("$1 $2 ");
        line = BEFORE_NON_DIGIT.matcher(line).replaceAll(" $1 $2");
        line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
        String stripped = line.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
    }
}
