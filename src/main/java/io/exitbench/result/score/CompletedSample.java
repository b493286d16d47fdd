package io.exitbench.result.score;

/**
 * What scores of one sample in one run are computed from, without its times, energy and exit
 * layers.
 *
 * @param runId the run
 * @param sampleId the sample
 * @param file the file it was cut from; intervals are drawn over files
 * @param promptDigest SHA-256 of the prompt's tokens
 * @param completion generated text after post-processing; may be empty
 * @param reference expected text
 */
public record CompletedSample(
        String runId,
        String sampleId,
        String file,
        String promptDigest,
        String completion,
        String reference) {
    /**
     * @param sample of a run
     * @return the part of it that does not depend on the machine
     */
    public static CompletedSample of(SampleResult sample) {
        return new CompletedSample(
                sample.runId(),
                sample.sampleId(),
                sample.file(),
                sample.promptDigest(),
                sample.completion(),
                sample.reference());
    }
}
