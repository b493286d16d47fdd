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
     * @param scores every metric and its parts, and agreement
     */
    public record Scored(
            Quality quality, List<SampleResult> samples, ScoreTable table, List<Score> scores) {}

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
     * @throws ExitBenchException if a sample has no reference
     */
    public Scored score(List<SampleResult> samples) {
        ScoreTable table = table(samples);
        Clusters files = Clusters.of(samples.stream().map(SampleResult::file).toList());
        List<Score> scores = new ArrayList<>();
        metrics.metrics().forEach(metric -> addScores(metric, table, files, scores));
        Score agreement = agreement(samples, files);
        scores.add(agreement);
        RunScores known = new RunScores("", "", scores);
        Quality quality =
                new Quality(
                        value(known, EXACT_MATCH),
                        value(known, EDIT_SIMILARITY),
                        value(known, "bleu"),
                        value(known, "rouge_l"),
                        value(known, "chrf"),
                        value(known, "code_bleu"),
                        OptionalDouble.of(agreement.value()),
                        samples.stream()
                                .map(s -> new Agreement(s.agreeingTokens(), s.comparedTokens()))
                                .mapToDouble(Agreement::percent)
                                .average(),
                        known.score(EXACT_MATCH).flatMap(Score::interval),
                        known.score(EDIT_SIMILARITY).flatMap(Score::interval));
        return new Scored(quality, withScores(samples, table), table, scores);
    }

    private void addScores(Metric metric, ScoreTable table, Clusters files, List<Score> scores) {
        String name = metric.name();
        double score = table.corpus(name);
        if (!Double.isNaN(score)) {
            Optional<Interval> interval =
                    resampling.interval(table.statistics(name), files, metric::score);
            scores.add(new Score(name, score, interval, metric.signature()));
        }
        table.parts(name)
                .forEach(
                        (part, value) -> {
                            if (!Double.isNaN(value)) {
                                String signature = metric.signature() + "|part:" + part;
                                scores.add(new Score(part, value, Optional.empty(), signature));
                            }
                        });
    }

    private Score agreement(List<SampleResult> samples, Clusters files) {
        double[][] statistics =
                samples.stream()
                        .map(s -> new double[] {s.agreeingTokens(), s.comparedTokens()})
                        .toArray(double[][]::new);
        Agreement agreement =
                samples.stream()
                        .map(s -> new Agreement(s.agreeingTokens(), s.comparedTokens()))
                        .reduce(Agreement.NONE, Agreement::plus);
        Optional<Interval> interval =
                resampling.interval(
                        statistics,
                        files,
                        total -> new Agreement((long) total[0], (long) total[1]).percent());
        return new Score("agreement", agreement.percent(), interval, Agreement.signature());
    }

    private static OptionalDouble value(RunScores scores, String metric) {
        return scores.score(metric).stream().mapToDouble(Score::value).findFirst();
    }

    /**
     * An empty completion would equal an empty reference, and a model that says nothing be right.
     */
    private static void requireReference(SampleResult sample) {
        if (sample.reference() == null || sample.reference().isBlank()) {
            throw new ExitBenchException(
                    "Sample "
                            + sample.sampleId()
                            + " has no reference to be scored against; run the suite again with"
                            + " data that have answers.");
        }
    }

    private ScoreTable table(List<SampleResult> samples) {
        samples.forEach(QualityScorer::requireReference);
        List<ScoredPair> pairs =
                samples.stream().map(s -> new ScoredPair(s.completion(), s.reference())).toList();
        return metrics.score(pairs, Runtime.getRuntime().availableProcessors());
    }

    private List<SampleResult> withScores(List<SampleResult> samples, ScoreTable table) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        metrics.metrics().forEach(m -> columns.put(m.name(), table.samples(m.name())));
        List<SampleResult> scored = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            Map<String, Double> scores = new LinkedHashMap<>();
            for (Map.Entry<String, double[]> column : columns.entrySet()) {
                put(column.getKey(), column.getValue()[i], scores);
                table.parts(column.getKey(), i).forEach((part, value) -> put(part, value, scores));
            }
            scored.add(samples.get(i).withScores(scores));
        }
        return scored;
    }

    private static void put(String name, double score, Map<String, Double> scores) {
        if (!Double.isNaN(score)) {
            scores.put(name, score);
        }
    }
}
