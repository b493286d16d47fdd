package io.exitbench.result.cost;

import java.util.OptionalDouble;

/**
 * The work of a run for each token that it generated, the prefill left out.
 *
 * @param counts of all samples together
 * @param costs of the model
 * @param tokens generated, at least 0
 */
public record RunWork(WorkCounts counts, WorkCosts costs, long tokens) {
    private static final double PERCENT = 100;

    /**
     * @return layers whose weights were read, a token; empty if there was no token
     */
    public OptionalDouble layerPasses() {
        return perToken(counts.layerPasses());
    }

    /**
     * @return rows that ran through a layer, a token; empty if there was no token
     */
    public OptionalDouble layerRows() {
        return perToken(counts.layerRows());
    }

    /**
     * @return bytes of weights read, a token; empty if there was no token
     */
    public OptionalDouble bytes() {
        return perToken(costs.bytes(counts));
    }

    /**
     * @return multiply-adds, a token; empty if there was no token
     */
    public OptionalDouble multiplyAdds() {
        return perToken(costs.multiplyAdds(counts));
    }

    /**
     * @param full full depth under {@code propagate}
     * @return percent of its bytes a token that this run did not read, below 0 if it read more
     */
    public OptionalDouble bytesSavedPct(RunWork full) {
        return saved(bytes(), full.bytes());
    }

    /**
     * @param full full depth under {@code propagate}
     * @return percent of its multiply-adds a token that this run did not make, below 0 if it made
     *     more
     */
    public OptionalDouble computeSavedPct(RunWork full) {
        return saved(multiplyAdds(), full.multiplyAdds());
    }

    private OptionalDouble perToken(long total) {
        return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) total / tokens);
    }

    private static OptionalDouble saved(OptionalDouble own, OptionalDouble full) {
        return own.isEmpty() || full.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(PERCENT * (1 - own.getAsDouble() / full.getAsDouble()));
    }
}
