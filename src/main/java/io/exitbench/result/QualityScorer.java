package io.exitbench.result;

import io.exitbench.ExitBenchException;
import io.exitbench.metric.Agreement;
import io.exitbench.metric.Metric;
import io.exitbench.metric.MetricSet;
import io.exitbench.metric.ScoreTable;
import io.exitbench.metric.ScoredPair;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Scores stored completions. Nothing of a run but its samples is needed, so scores can be computed
 * again at any time. Intervals are drawn over files.
 */
public final class QualityScorer {
    private static final String EXACT_MATCH = "exact_match";
    private static final String EDIT_SIMILARITY = "edit_similarity";

    private final MetricSet metrics;
    private final Resampling resampling;

    /**
     * @param metrics to compute
     * @param resampling draws and seed of the intervals
     */
    public QualityScorer(MetricSet metrics, Resampling resampling) {
        this.metrics = metrics;
        this.resampling = resampling;
    }

    /**
     * The scores of a run.
     *
     * @param quality of the whole run
     * @param samples with the scores of each
     * @param table what resampling needs
     */
    public record Scored(Quality quality, List<SampleResult> samples, ScoreTable table) {}

    /**
     * @return how each number was computed, to be printed wherever it is
     */
    public List<String> signatures() {
        List<String> signatures = new ArrayList<>();
        metrics.metrics().forEach(metric -> signatures.add(metric.signature()));
        signatures.add(Agreement.signature());
        return signatures;
    }

    /**
     * Scores one run.
     *
     * @param samples of the run, at least one
     * @return its scores
     */
    public Scored score(List<SampleResult> samples) {
        ScoreTable table = table(samples);
        Clusters files = Clusters.of(samples.stream().map(SampleResult::file).toList());
        Agreement agreement =
                samples.stream()
                        .map(s -> new Agreement(s.agreeingTokens(), s.comparedTokens()))
                        .reduce(Agreement.NONE, Agreement::plus);
        Quality quality =
                new Quality(
                        corpus(table, EXACT_MATCH),
                        corpus(table, EDIT_SIMILARITY),
                        corpus(table, "bleu"),
                        corpus(table, "rouge_l"),
                        corpus(table, "chrf"),
                        corpus(table, "code_bleu"),
                        OptionalDouble.of(agreement.percent()),
                        interval(table, files, EXACT_MATCH),
                        interval(table, files, EDIT_SIMILARITY));
        return new Scored(quality, withScores(samples, table), table);
    }

    /**
     * Scores the references against themselves, which must give full marks: if not, references,
     * post-processing and metrics do not fit together.
     *
     * @param references of all samples
     * @throws ExitBenchException if a metric does not score 100
     */
    public void requireFullMarksFor(List<String> references) {
        List<ScoredPair> gold = references.stream().map(r -> new ScoredPair(r, r)).toList();
        ScoreTable table = metrics.score(gold, Runtime.getRuntime().availableProcessors());
        for (String name : List.of(EXACT_MATCH, EDIT_SIMILARITY)) {
            double score = table.corpus(name);
            if (score != 100) {
                throw new ExitBenchException(
                        "The references score "
                                + score
                                + " instead of 100 in "
                                + name
                                + " against themselves; the data set is damaged.");
            }
        }
    }

    private ScoreTable table(List<SampleResult> samples) {
        List<ScoredPair> pairs =
                samples.stream().map(s -> new ScoredPair(s.completion(), s.reference())).toList();
        return metrics.score(pairs, Runtime.getRuntime().availableProcessors());
    }

    private OptionalDouble corpus(ScoreTable table, String name) {
        boolean known = metrics.metrics().stream().anyMatch(m -> m.name().equals(name));
        double score = known ? table.corpus(name) : Double.NaN;
        return Double.isNaN(score) ? OptionalDouble.empty() : OptionalDouble.of(score);
    }

    private Optional<Interval> interval(ScoreTable table, Clusters files, String name) {
        Metric metric =
                metrics.metrics().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return resampling.interval(table.statistics(name), files, metric::score);
    }

    private List<SampleResult> withScores(List<SampleResult> samples, ScoreTable table) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        metrics.metrics().forEach(m -> columns.put(m.name(), table.samples(m.name())));
        List<SampleResult> scored = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            Map<String, Double> scores = new LinkedHashMap<>();
            for (Map.Entry<String, double[]> column : columns.entrySet()) {
                double score = column.getValue()[i];
                if (!Double.isNaN(score)) {
                    scores.put(column.getKey(), score);
                }
            }
            scored.add(samples.get(i).withScores(scores));
        }
        return scored;
    }
}
