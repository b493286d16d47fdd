package io.exitbench;

/** What a library's exception comes from, for a sentence. */
public final class RootCause {
    private RootCause() {}

    /**
     * @param thrown by a library, which says only what it was about to do
     * @return the innermost cause
     */
    public static Throwable of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /**
     * @param thrown by a library
     * @return what the innermost cause says
     */
    public static String message(Throwable thrown) {
        Throwable cause = of(thrown);
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
