package io.exitbench.dataset.tokenize;

/** A source file that the language's tokenizer rejects; such files are left out of a data set. */
public class MalformedSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, in a few words
     */
    MalformedSourceException(String message) {
        super(message);
    }
}
