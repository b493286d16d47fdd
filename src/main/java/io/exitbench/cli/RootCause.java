package io.exitbench.cli;

/** What a library's exception comes from, for a sentence. */
final class RootCause {
    private RootCause() {}

    /**
     * @param thrown by a library, which says only what it was about to do
     * @return what the innermost cause says
     */
    static String message(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
