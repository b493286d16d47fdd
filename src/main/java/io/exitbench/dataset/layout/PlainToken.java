package io.exitbench.dataset.layout;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens without CodeXGLUE's placeholders for literals. */
final class PlainToken {
    private static final Pattern LITERAL =
            Pattern.compile("<(STR|NUM|CHAR)_LIT(?::(.*))?>", Pattern.DOTALL);

    private PlainToken() {}

    /**
     * Puts the literal in its placeholder's place: what is hidden is 0 or empty, as in CodeXGLUE's
     * evaluator.
     *
     * @return the token with the escapes of blanks and commas, so that it has no white space
     */
    static String of(String token) {
        Matcher found = LITERAL.matcher(token);
        if (!found.find()) {
            return token;
        }
        String hidden = found.group(1).equals("NUM") ? "0" : "";
        String body = found.group(2) == null ? hidden : found.group(2);
        return token.substring(0, found.start()) + body + token.substring(found.end());
    }

    /** As {@link #of}, as a programmer writes it. */
    static String written(String token) {
        return of(token).replace("U+0020", " ").replace("U+002C", ",");
    }
}
