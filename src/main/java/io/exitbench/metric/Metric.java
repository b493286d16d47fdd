package io.exitbench.metric;

import java.util.List;

/** A score from 0 to 100, higher is better. */
public interface Metric {
    /**
     * @return name, tokenisation, post-processing and version, such as {@code
     *     BLEU|tok:13a|smooth:none|version:1}
     */
    String signature();

    /**
     * @return short name used in files
     */
    String name();

    /**
     * Scores one completion.
     *
     * @param pair completion and reference
     * @return 0 to 100
     */
    double sample(ScoredPair pair);

    /**
     * Scores all completions of a run: the mean over samples unless the metric says otherwise.
     *
     * @param pairs at least one
     * @return 0 to 100
     */
    default double corpus(List<ScoredPair> pairs) {
        return pairs.stream().mapToDouble(this::sample).average().orElse(0);
    }
}
