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

    private OptionalDouble perToken(long total) {
        return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) total / tokens);
    }
}
