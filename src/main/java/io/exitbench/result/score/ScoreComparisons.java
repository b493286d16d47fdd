package io.exitbench.result.score;

import io.exitbench.metric.Metric;
import io.exitbench.result.record.ComparisonPlan;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.NonInferiority;
import io.exitbench.result.statistics.PairedTest;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tests whether runs differ from full depth: paired bootstrap and approximate randomisation over
 * files (Koehn 2004; Riezler and Maxwell 2005), not corrected for the number of runs. Edit
 * Similarity is also held against the margin of non-inferiority.
 */
public final class ScoreComparisons {
    /** Metrics that are tested. */
    public static final List<String> METRICS =
            List.of("exact_match", "edit_similarity", "bleu", "code_bleu");

    private static final String WITH_MARGIN = "edit_similarity";

    private final Resampling resampling;
    private final ComparisonPlan declared;

    /**
     * @param resampling draws and seed
     * @param declared the margin, and which runs are primary
     */
    public ScoreComparisons(Resampling resampling, ComparisonPlan declared) {
        this.resampling = resampling;
        this.declared = declared;
    }

    /**
     * @param comparisons of runs
     * @return whether Edit Similarity is kept, by the ids of the runs
     */
    public static Map<String, NonInferiority> similarity(List<ScoreComparison> comparisons) {
        Map<String, NonInferiority> kept = new LinkedHashMap<>();
        for (ScoreComparison comparison : comparisons) {
            comparison.nonInferiority().ifPresent(known -> kept.put(comparison.runId(), known));
        }
        return kept;
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
        Clusters files = reference.clusters();
        Metric metric =
                reference.table().metrics().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        double[][] theirs = reference.table().statistics(name);
        Set<String> primary = declared.primaryRuns();
        List<ScoreComparison> comparisons = new ArrayList<>();
        others.forEach(
                (id, run) ->
                        resampling
                                .compare(run.table().statistics(name), theirs, files, metric::score)
                                .map(
                                        test ->
                                                new ScoreComparison(
                                                        id,
                                                        run.label(),
                                                        name,
                                                        metric.signature(),
                                                        test,
                                                        files.unit(),
                                                        margin(name, test),
                                                        primary.contains(id)))
                                .ifPresent(comparisons::add));
        return comparisons;
    }

    private Optional<NonInferiority> margin(String metric, PairedTest test) {
        return metric.equals(WITH_MARGIN)
                ? Optional.of(new NonInferiority(declared.margin(), test.interval().low()))
                : Optional.empty();
    }
}
