package io.exitbench.result.score;

import io.exitbench.metric.Metric;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Holm;
import io.exitbench.result.statistics.PairedComparison;
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
public final class Comparisons {
    /** Metrics that are tested. */
    public static final List<String> METRICS =
            List.of("exact_match", "edit_similarity", "bleu", "code_bleu");

    private final Resampling resampling;

    /**
     * @param resampling draws and seed
     */
    public Comparisons(Resampling resampling) {
        this.resampling = resampling;
    }

    /**
     * Compares all runs with the reference.
     *
     * @param reference id of the full-depth run
     * @param labels what people call the runs, by run id and in order
     * @param scored their scores by run id, on the same samples in the same order
     * @return one comparison for each other run and metric; none where it cannot be drawn
     */
    public List<Comparison> against(
            String reference,
            Map<String, String> labels,
            Map<String, QualityScorer.Scored> scored) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String metric : METRICS) {
            comparisons.addAll(inOneMetric(metric, reference, labels, scored));
        }
        return comparisons;
    }

    private List<Comparison> inOneMetric(
            String name,
            String reference,
            Map<String, String> labels,
            Map<String, QualityScorer.Scored> scored) {
        QualityScorer.Scored baseline = scored.get(reference);
        Clusters files = Clusters.of(baseline.samples().stream().map(SampleResult::file).toList());
        Metric metric =
                baseline.table().metrics().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        double[][] theirs = baseline.table().statistics(name);
        Map<String, PairedComparison> paired = new LinkedHashMap<>();
        for (String id : labels.keySet()) {
            if (!id.equals(reference)) {
                double[][] ours = scored.get(id).table().statistics(name);
                resampling
                        .compare(ours, theirs, files, metric::score)
                        .ifPresent(comparison -> paired.put(id, comparison));
            }
        }
        Map<String, Double> bootstrap = new LinkedHashMap<>();
        Map<String, Double> randomisation = new LinkedHashMap<>();
        paired.forEach((run, comparison) -> bootstrap.put(run, comparison.bootstrapP()));
        paired.forEach((run, comparison) -> randomisation.put(run, comparison.randomisationP()));
        Map<String, Double> bootstrapHolm = Holm.correct(bootstrap);
        Map<String, Double> randomisationHolm = Holm.correct(randomisation);
        List<Comparison> comparisons = new ArrayList<>();
        paired.forEach(
                (run, comparison) ->
                        comparisons.add(
                                new Comparison(
                                        run,
                                        labels.get(run),
                                        name,
                                        metric.signature(),
                                        comparison,
                                        bootstrapHolm.get(run),
                                        randomisationHolm.get(run))));
        return comparisons;
    }
}
