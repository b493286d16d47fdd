package io.exitbench.dataset.tokenize;

import io.exitbench.dataset.Language;
import java.util.List;

/** Splits source files into CodeXGLUE's tokens. */
public final class CodeTokens {
    /** End of a logical line of Python. */
    public static final String END_OF_LINE = "<EOL>";

    private CodeTokens() {}

    /**
     * Splits one file.
     *
     * @param language of the source
     * @param source whole file
     * @param literals that stay visible
     * @return tokens without {@code <s>} and {@code </s>}, at least one
     * @throws MalformedSourceException if the language's own tokenizer rejects the file, or nothing
     *     is left of it
     */
    public static List<String> of(Language language, String source, Literals literals)
            throws MalformedSourceException {
        List<String> tokens =
                switch (language) {
                    case PYTHON -> new PythonTokenizer(source, literals).tokens();
                    case JAVA -> new JavaTokenizer(source, literals).tokens();
                };
        if (tokens.isEmpty()) {
            throw new MalformedSourceException("no tokens");
        }
        return tokens;
    }

    /** CodeXGLUE collapses the white space inside a token, a multi-line string say. */
    static String collapse(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            plain = !isSpace(text.charAt(i));
        }
        if (plain) {
            return text;
        }
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                gap = collapsed.length() > 0;
            } else {
                if (gap) {
                    collapsed.append(' ');
                    gap = false;
                }
                collapsed.append(c);
            }
        }
        return collapsed.toString();
    }

    /** What Python's {@code str.split()} splits at. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
