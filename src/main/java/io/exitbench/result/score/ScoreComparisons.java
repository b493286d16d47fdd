package io.exitbench.result.score;

import io.exitbench.metric.Metric;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Holm;
import io.exitbench.result.statistics.PairedTest;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests whether runs differ from full depth: paired bootstrap and approximate randomisation over
 * files, each corrected by Holm for the number of runs (Koehn 2004; Riezler and Maxwell 2005; Holm
 * 1979).
 */
public final class ScoreComparisons {
    /** Metrics that are tested. */
    public static final List<String> METRICS =
            List.of("exact_match", "edit_similarity", "bleu", "code_bleu");

    private final Resampling resampling;

    /**
     * @param resampling draws and seed
     */
    public ScoreComparisons(Resampling resampling) {
        this.resampling = resampling;
    }

    /**
     * Compares runs with a reference.
     *
     * @param reference the full-depth run
     * @param runs their scores on the same samples in the same order, with or without the reference
     * @return one comparison for each other run and metric; none where it cannot be drawn
     */
    public List<ScoreComparison> against(RunScores reference, List<RunScores> runs) {
        Map<String, RunScores> others = new LinkedHashMap<>();
        runs.stream()
                .filter(run -> !run.runId().equals(reference.runId()))
                .forEach(run -> others.put(run.runId(), run));
        List<ScoreComparison> comparisons = new ArrayList<>();
        for (String metric : METRICS) {
            comparisons.addAll(inOneMetric(metric, reference, others));
        }
        return comparisons;
    }

    private List<ScoreComparison> inOneMetric(
            String name, RunScores reference, Map<String, RunScores> others) {
        Clusters files = Clusters.of(reference.samples().stream().map(SampleResult::file).toList());
        Metric metric =
                reference.table().metrics().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        double[][] theirs = reference.table().statistics(name);
        Map<String, PairedTest> paired = new LinkedHashMap<>();
        others.forEach(
                (id, run) ->
                        resampling
                                .compare(run.table().statistics(name), theirs, files, metric::score)
                                .ifPresent(test -> paired.put(id, test)));
        Map<String, Double> bootstrap = new LinkedHashMap<>();
        Map<String, Double> randomisation = new LinkedHashMap<>();
        paired.forEach((run, comparison) -> bootstrap.put(run, comparison.bootstrapP()));
        paired.forEach((run, comparison) -> randomisation.put(run, comparison.randomisationP()));
        Map<String, Double> bootstrapHolm = Holm.correct(bootstrap);
        Map<String, Double> randomisationHolm = Holm.correct(randomisation);
        List<ScoreComparison> comparisons = new ArrayList<>();
        paired.forEach(
                (run, comparison) ->
                        comparisons.add(
                                new ScoreComparison(
                                        run,
                                        others.get(run).label(),
                                        name,
                                        metric.signature(),
                                        comparison,
                                        bootstrapHolm.get(run),
                                        randomisationHolm.get(run))));
        return comparisons;
    }
}
