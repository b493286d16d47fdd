package io.exitbench.result.score;

import io.exitbench.result.statistics.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Scores of a run, 0 to 100 each; empty if not computed.
 *
 * @param exactMatch CodeXGLUE's line evaluator
 * @param editSimilarity CodeXGLUE's line evaluator
 * @param bleu corpus BLEU, 13a tokens
 * @param rougeL ROUGE-L F1
 * @param chrf chrF
 * @param codeBleu CodeBLEU
 * @param agreement share of tokens equal to the full model's
 * @param agreementPerSample mean over samples of the share in each
 * @param exactMatchInterval 95 % interval
 * @param editSimilarityInterval 95 % interval
 */
public record Quality(
        OptionalDouble exactMatch,
        OptionalDouble editSimilarity,
        OptionalDouble bleu,
        OptionalDouble rougeL,
        OptionalDouble chrf,
        OptionalDouble codeBleu,
        OptionalDouble agreement,
        OptionalDouble agreementPerSample,
        Optional<Interval> exactMatchInterval,
        Optional<Interval> editSimilarityInterval) {

    /** Of a model whose output means nothing. */
    public static final Quality UNKNOWN =
            new Quality(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Optional.empty());
}
