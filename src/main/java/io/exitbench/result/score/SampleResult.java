package io.exitbench.result.score;

import java.util.Map;

/**
 * One completion of one run: a line of {@code samples.jsonl}.
 *
 * @param runId the run
 * @param sampleId the sample
 * @param file the file it was cut from; intervals are drawn over files
 * @param promptDigest SHA-256 of the prompt's tokens
 * @param completion generated text after post-processing
 * @param reference expected text
 * @param tokens ids of the generated tokens
 * @param exitLayers layer of every token, 1-based
 * @param agreeingTokens positions where the token equals the full model's
 * @param comparedTokens length of the longer of the two completions
 * @param fullModel how it and its predictions agree with full depth
 * @param scores per-sample scores by metric name
 * @param latencyMs time of the completion in each block
 * @param prefillMs share of it spent on the prompt in each block
 * @param energyJ joules by the share of the run's window; null if unknown
 */
public record SampleResult(
        String runId,
        String sampleId,
        String file,
        String promptDigest,
        String completion,
        String reference,
        int[] tokens,
        int[] exitLayers,
        int agreeingTokens,
        int comparedTokens,
        FullModelAgreement fullModel,
        Map<String, Double> scores,
        double[] latencyMs,
        double[] prefillMs,
        Double energyJ) {

    /**
     * @param newScores by metric name
     * @return the same sample with these scores
     */
    public SampleResult withScores(Map<String, Double> newScores) {
        return new SampleResult(
                runId,
                sampleId,
                file,
                promptDigest,
                completion,
                reference,
                tokens,
                exitLayers,
                agreeingTokens,
                comparedTokens,
                fullModel,
                newScores,
                latencyMs,
                prefillMs,
                energyJ);
    }
}
