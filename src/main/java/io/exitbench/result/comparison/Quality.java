package io.exitbench.result.comparison;

import io.exitbench.metric.Metric;
import io.exitbench.result.score.RunScores;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A quality that is compared.
 *
 * @param name as results call it
 * @param statistics of each sample of a run
 * @param score of a sum of them
 */
record Quality(
        String name, Function<RunScores, double[][]> statistics, ToDoubleFunction<double[]> score) {
    /** What primary comparisons are about. */
    static final String PRIMARY = "edit_similarity";

    private static final double PERCENT = 100;

    /**
     * @param run that knows the metrics
     * @return Edit Similarity and Exact Match
     */
    static List<Quality> ofReference(RunScores run) {
        return List.of(ofMetric(run, PRIMARY), ofMetric(run, "exact_match"));
    }

    private static Quality ofMetric(RunScores run, String name) {
        Metric metric =
                run.table().metrics().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return new Quality(name, scored -> scored.table().statistics(name), metric::score);
    }

    /** Share of tokens equal to the full model's. */
    static Quality agreement() {
        return new Quality(
                "agreement",
                scored ->
                        scored.samples().stream()
                                .map(s -> new double[] {s.agreeingTokens(), s.comparedTokens()})
                                .toArray(double[][]::new),
                total -> PERCENT * total[0] / total[1]);
    }
}
