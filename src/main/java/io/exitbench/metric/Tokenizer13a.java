package io.exitbench.metric;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The {@code 13a} tokenizer of sacreBLEU (Post 2018), which follows mteval-v13a: punctuation stands
 * alone, full stops and commas stand alone except between digits, and a hyphen after a digit does.
 */
final class Tokenizer13a {
    private static final Pattern PUNCTUATION = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern POINT_AFTER_NON_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern POINT_BEFORE_NON_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern HYPHEN_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private Tokenizer13a() {}

    static List<String> tokens(String text) {
        String line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
        if (line.indexOf('&') >= 0) {
            line =
                    line.replace("&quot;", "\"")
                            .replace("&amp;", "&")
                            .replace("&lt;", "<")
                            .replace("&gt;", ">");
        }
        line = PUNCTUATION.matcher(" " + line + " ").replaceAll(" $1 ");
        line = POINT_AFTER_NON_DIGIT.matcher(line).replaceAll("$1 $2 ");
        line = POINT_BEFORE_NON_DIGIT.matcher(line).replaceAll(" $1 $2");
        line = HYPHEN_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
        return PythonText.split(line);
    }
}
