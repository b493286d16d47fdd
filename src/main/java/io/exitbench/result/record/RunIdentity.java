package io.exitbench.result.record;

import io.exitbench.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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
 * @param protocol its name, then behind {@code |} exits, context, limits and whatever else changes
 *     what is generated
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
    private static final String BATCH = "|batch=";

    /**
     * Depends on the components alone, not on how Java prints them: each, in the order of this
     * record and numbers in decimal, as a netstring, which is its length in bytes of UTF-8, a
     * colon, these bytes and a comma.
     *
     * @return the first 16 hexadecimal digits of the SHA-256 of all components
     */
    public String runId() {
        StringBuilder encoded = new StringBuilder();
        for (Object component :
                List.of(
                        suite,
                        dataset,
                        datasetDigest,
                        model,
                        modelDigest,
                        layers,
                        strategy,
                        parameters,
                        kvPolicy,
                        seed,
                        protocol)) {
            String text = component.toString();
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            encoded.append(bytes).append(':').append(text).append(',');
        }
        return Sha256.hex(encoded.toString()).substring(0, SHORT);
    }

    /**
     * @param otherModel name of a checkpoint
     * @param otherDigest digest of its weights
     * @return the same on that model
     */
    public RunIdentity of(String otherModel, String otherDigest) {
        return new RunIdentity(
                suite,
                dataset,
                datasetDigest,
                otherModel,
                otherDigest,
                layers,
                strategy,
                parameters,
                kvPolicy,
                seed,
                protocol);
    }

    /**
     * @param batch completions at a time
     * @return the same so many at a time
     */
    public RunIdentity inBatchesOf(int batch) {
        return new RunIdentity(
                suite,
                dataset,
                datasetDigest,
                model,
                modelDigest,
                layers,
                strategy,
                parameters,
                kvPolicy,
                seed,
                batch == 1 ? protocol : protocol + BATCH + batch);
    }

    /**
     * @return completions at a time
     */
    public int batch() {
        return Arrays.stream(protocol.split("(?=\\|)"))
                .filter(part -> part.startsWith(BATCH))
                .mapToInt(part -> Integer.parseInt(part.substring(BATCH.length())))
                .findFirst()
                .orElse(1);
    }

    /**
     * @return how samples are cut and written, such as {@code raw-line}
     */
    public String protocolName() {
        return protocol.split("\\|", 2)[0];
    }

    /**
     * @return strategy and parameters as people read them
     */
    public String label() {
        return parameters.isEmpty() ? strategy : strategy + " " + parameters;
    }
}
