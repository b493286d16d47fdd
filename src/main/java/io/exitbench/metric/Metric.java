package io.exitbench.metric;

import java.util.List;
import java.util.Map;

/**
 * A quality metric as a sum and a function of it: each sample yields a vector of statistics, the
 * vectors of a corpus are added, and the score is computed from the sum. Means (Exact Match) and
 * ratios of sums (corpus BLEU) are both of this shape, so that scoring can be spread over threads
 * and any resampling of the samples can be scored again without touching the texts.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 */
public interface Metric {
    /**
     * @return the short name under which scores are stored, such as {@code exact_match}
     */
    String name();

    /**
     * @return what decides the value: definition, tokenizer, post-processing and version, separated
     *     by bars, such as {@code BLEU|nrefs:1|case:mixed|tok:13a|smooth:exp|version:1}
     */
    String signature();

    /**
     * @return the number of statistics of one sample
     */
    int width();

    /**
     * Scores one sample and reduces it to the numbers that its corpus needs. The sample's score
     * need not equal the score of a corpus of that sample alone: sentence BLEU, for one, is defined
     * otherwise than corpus BLEU.
     *
     * @param prediction the generated text
     * @param reference the expected text
     * @return the score and {@link #width()} statistics
     */
    Measurement measure(String prediction, String reference);

    /**
     * The score of a corpus.
     *
     * @param total the sum of the statistics of all samples, length {@link #width()}
     * @return the score, or NaN where the corpus is empty
     */
    double score(double[] total);

    /**
     * What else the statistics tell: the parts of a compound score, and how many samples lack one.
     *
     * @param total the sum of the statistics of any samples, length {@link #width()}
     * @return values by name, in the order in which they are shown; NaN where undefined
     */
    default Map<String, Double> parts(double[] total) {
        return Map.of();
    }

    /**
     * @return the score of a prediction that equals its reference
     */
    default double perfect() {
        return 100;
    }

    /**
     * The score of one sample.
     *
     * @param prediction the generated text
     * @param reference the expected text
     * @return the score of this sample
     */
    default double sample(String prediction, String reference) {
        return measure(prediction, reference).score();
    }

    /**
     * The score of a corpus.
     *
     * @param pairs the samples
     * @return the score, or NaN where there are none
     */
    default double corpus(List<ScoredPair> pairs) {
        double[] total = new double[width()];
        for (ScoredPair pair : pairs) {
            double[] statistics = measure(pair.prediction(), pair.reference()).statistics();
            for (int i = 0; i < total.length; i++) {
                total[i] += statistics[i];
            }
        }
        return score(total);
    }
}
