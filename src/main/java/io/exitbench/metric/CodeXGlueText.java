package io.exitbench.metric;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Post-processing of CodeXGLUE's line evaluator: normalised literals get their usual values back,
 * so that {@code <NUM_LIT>} and {@code <NUM_LIT:0>} count as equal. {@code U+0020} and {@code
 * U+002C} inside literals stay as they are, as in the original.
 *
 * @see <a href="https://github.com/microsoft/CodeXGLUE">CodeCompletion-line/evaluator</a>
 */
final class CodeXGlueText {
    private static final Pattern LITERAL =
            Pattern.compile("<(STR|NUM|CHAR)_LIT:(.*?)>", Pattern.DOTALL);

    private CodeXGlueText() {}

    static String restoreLiterals(String code) {
        String plain =
                code.replace("<NUM_LIT>", "0").replace("<STR_LIT>", "").replace("<CHAR_LIT>", "");
        Matcher matcher = LITERAL.matcher(plain);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(match.group(2)));
    }
}
