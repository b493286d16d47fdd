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
        List<String> tokens = split(language, source, literals);
        if (tokens.isEmpty()) {
            throw new MalformedSourceException("no tokens");
        }
        return tokens;
    }

    /**
     * Splits a piece of a file, such as one that a model wrote: brackets may be left open, a string
     * that does not end ends with the piece, and what is no token is split at white space.
     *
     * @param language of the source
     * @param piece of a line
     * @param literals that stay visible
     * @return tokens, perhaps none
     */
    public static List<String> ofPiece(Language language, String piece, Literals literals) {
        return switch (language) {
            case PYTHON -> new PythonTokenizer(piece, literals).pieces();
            case JAVA -> JavaTokenizer.pieces(piece, literals);
        };
    }

    /**
     * Counts the literals of one file.
     *
     * @param language of the source
     * @param source whole file
     * @return how often each literal occurs
     * @throws MalformedSourceException if the language's own tokenizer rejects the file
     */
    public static LiteralCounts literals(Language language, String source)
            throws MalformedSourceException {
        LiteralCounts counts = new LiteralCounts();
        split(language, source, counts);
        return counts;
    }

    private static List<String> split(Language language, String source, LiteralForm literals)
            throws MalformedSourceException {
        return switch (language) {
            case PYTHON -> new PythonTokenizer(source, literals).tokens();
            case JAVA -> new JavaTokenizer(source, literals).tokens();
        };
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
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
