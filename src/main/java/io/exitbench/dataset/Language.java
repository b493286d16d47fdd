package io.exitbench.dataset;

import io.exitbench.dataset.tokenize.CodeTokens;
import java.util.List;

/** Programming languages with a tokenisation and an evaluation protocol. */
public enum Language {
    /** PY150. */
    PYTHON("py150", ".py"),
    /** JavaCorpus. */
    JAVA("javacorpus", ".java");

    private final String dataset;
    private final String suffix;

    Language(String dataset, String suffix) {
        this.dataset = dataset;
        this.suffix = suffix;
    }

    /**
     * @return the data set of this language, as reports and folders call it
     */
    public String dataset() {
        return dataset;
    }

    /**
     * @return how names of source files end
     */
    public String suffix() {
        return suffix;
    }

    /**
     * Where a line ends in CodeXGLUE's line completion: in Python before {@code <EOL>}; in Java at
     * the first {@code ;} or {@code }}, which belong to it, or before the first <code>&#123;</code>
     * .
     *
     * @param tokens of a file
     * @param from first token that may end the line
     * @return index after the last token of the line; {@code from} if nothing is left of it
     */
    public int lineEnd(List<String> tokens, int from) {
        for (int i = from; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.equals(this == PYTHON ? CodeTokens.END_OF_LINE : "{")) {
                return i;
            }
            if (this == JAVA && (token.equals(";") || token.equals("}"))) {
                return i + 1;
            }
        }
        return tokens.size();
    }
}
