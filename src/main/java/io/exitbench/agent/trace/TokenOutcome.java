package io.exitbench.agent.trace;

/**
 * What is known about one token after a full-depth run: at which of its exits the model had already
 * made up its mind. Bit {@code e} of a mask belongs to exit {@code e}, 0-based; the highest exit is
 * the full model.
 *
 * @param exits number of exits, the full model included
 * @param agreesWithLast exits whose argmax is the full model's
 * @param referenceKnown whether the reference text has a token here
 * @param agreesWithReference exits whose argmax is the reference token; 0 if unknown
 */
public record TokenOutcome(
        int exits, long agreesWithLast, boolean referenceKnown, long agreesWithReference) {
    /**
     * @param exit 0-based
     * @return whether leaving there yields the full model's token
     */
    public boolean agreesWithLast(int exit) {
        return (agreesWithLast >>> exit & 1) != 0;
    }

    /**
     * @param exit 0-based
     * @return whether leaving there yields the reference token
     */
    public boolean agreesWithReference(int exit) {
        return (agreesWithReference >>> exit & 1) != 0;
    }

    /**
     * @return the first exit that yields the full model's token, 0-based; the oracle's choice
     */
    public int firstAgreeing() {
        return Long.numberOfTrailingZeros(agreesWithLast);
    }
}
