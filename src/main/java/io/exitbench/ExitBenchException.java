package io.exitbench;

/**
 * Bad input or a missing resource, told in one sentence that names the file or setting and the
 * remedy. The message is what the user sees; no stack trace is needed to understand it.
 */
public class ExitBenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one sentence naming the culprit and the remedy
     */
    public ExitBenchException(String message) {
        super(message);
    }

    /**
     * @param message one sentence naming the culprit and the remedy
     * @param cause what the platform reported
     */
    public ExitBenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
