package io.exitbench.result.record;

import io.exitbench.digest.Sha256;

/**
 * Everything that makes a run the run it is.
 *
 * @param suite name of the suite
 * @param dataset name of the data set, such as {@code jython-lib}
 * @param datasetDigest digest of the evaluation samples
 * @param model name of the checkpoint
 * @param modelDigest digest of its weights
 * @param layers layers of the full model
 * @param strategy name of the family
 * @param parameters of the strategy
 * @param kvPolicy what happens to skipped keys and values
 * @param seed of everything that draws
 * @param protocol exits, context, limits and whatever else changes what is generated
 */
public record RunIdentity(
        String suite,
        String dataset,
        String datasetDigest,
        String model,
        String modelDigest,
        int layers,
        String strategy,
        String parameters,
        String kvPolicy,
        long seed,
        String protocol) {

    private static final int SHORT = 16;

    /**
     * @return the first 16 hexadecimal digits of the SHA-256 of all components
     */
    public String runId() {
        return Sha256.hex(toString()).substring(0, SHORT);
    }

    /**
     * @return strategy and parameters as people read them
     */
    public String label() {
        return parameters.isEmpty() ? strategy : strategy + " " + parameters;
    }
}
