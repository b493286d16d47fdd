package io.exitbench.dataset.answers;

/**
 * What was found for one case.
 *
 * @param outcome of the search
 * @param answer the rest of the line; empty unless it was recovered
 */
record RecoveredAnswer(Outcome outcome, String answer) {
    /** How a search ends. */
    enum Outcome {
        /** The file that the id points at begins with the input. */
        BY_ID,
        /** Of all files that begin with the input, every one goes on in the same way. */
        BY_SEARCH,
        /** Files that begin with the input go on in different ways. */
        AMBIGUOUS,
        /** No file begins with the input, or nothing is left of the line. */
        NOT_FOUND
    }

    /** Whether it can have been found: what comes from a file may be damaged. */
    boolean isWhole() {
        boolean recovered = outcome == Outcome.BY_ID || outcome == Outcome.BY_SEARCH;
        return outcome != null && answer != null && recovered != answer.isEmpty();
    }

    static final RecoveredAnswer AMBIGUOUS = new RecoveredAnswer(Outcome.AMBIGUOUS, "");
    static final RecoveredAnswer NOT_FOUND = new RecoveredAnswer(Outcome.NOT_FOUND, "");
}
