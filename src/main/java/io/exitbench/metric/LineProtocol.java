package io.exitbench.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two ways in which CodeXGLUE scores a completed line (CodeXGLUE, CodeCompletion-line). They
 * disagree on literals and on white space, so each is reported under a name of its own.
 */
public enum LineProtocol {
    /**
     * The leaderboard's evaluator.py: the prediction is stripped, literal placeholders of both
     * texts are replaced by their bodies, and Exact Match compares the words between white space.
     */
    EVALUATOR("", "codexglue-literals") {
        @Override
        String prediction(String text) {
            return literals(PythonText.strip(text));
        }

        @Override
        String reference(String text) {
            return literals(text);
        }

        @Override
        boolean same(String prediction, String reference) {
            return prediction.equals(reference)
                    || PythonText.split(prediction).equals(PythonText.split(reference));
        }
    },

    /** The score run_lm.py prints while it trains: texts as they are, Exact Match is equality. */
    IN_TRAINING("_in_training", "none") {
        @Override
        String prediction(String text) {
            return text;
        }

        @Override
        String reference(String text) {
            return text;
        }

        @Override
        boolean same(String prediction, String reference) {
            return prediction.equals(reference);
        }
    };

    /**
     * Not greedy, so that a literal which contains {@code >} is cut there, as the original cuts it.
     */
    private static final Pattern LITERAL =
            Pattern.compile("<(STR|NUM|CHAR)_LIT:(.*?)>", Pattern.DOTALL);

    private final String suffix;
    private final String processing;

    LineProtocol(String suffix, String processing) {
        this.suffix = suffix;
        this.processing = processing;
    }

    String suffix() {
        return suffix;
    }

    String processing() {
        return processing;
    }

    abstract String prediction(String text);

    abstract String reference(String text);

    abstract boolean same(String prediction, String reference);

    /**
     * Replaces the placeholders of literals: {@code <NUM_LIT>} by 0, {@code <STR_LIT>} and {@code
     * <CHAR_LIT>} by nothing, {@code <STR_LIT:body>} and its like by the body. The escapes {@code
     * U+0020} and {@code U+002C} stay, as in the original.
     *
     * @param code text with placeholders
     * @return text without them
     */
    public static String literals(String code) {
        if (code.indexOf('<') < 0) {
            return code;
        }
        String plain =
                code.replace("<NUM_LIT>", "0").replace("<STR_LIT>", "").replace("<CHAR_LIT>", "");
        // All are found before any is replaced: a body may itself look like part of a placeholder.
        List<String[]> found = new ArrayList<>();
        Matcher matcher = LITERAL.matcher(plain);
        while (matcher.find()) {
            found.add(new String[] {matcher.group(), matcher.group(2)});
        }
        for (String[] literal : found) {
            plain = plain.replace(literal[0], literal[1]);
        }
        return plain;
    }
}
