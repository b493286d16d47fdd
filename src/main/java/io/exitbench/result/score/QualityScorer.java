package io.exitbench.result.score;

import io.exitbench.ExitBenchException;
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

/**
 * Scores stored completions. Nothing of a run but its samples is needed, so scores can be computed
 * again at any time. Intervals are drawn over files.
 */
public final class QualityScorer {
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
     * @return how each number was computed, to be printed wherever it is
     */
    public List<String> signatures() {
        List<String> signatures = new ArrayList<>();
        metrics.metrics().forEach(metric -> signatures.add(metric.signature()));
        signatures.addAll(AgreementScores.signatures());
        return signatures;
    }

    /**
     * Scores one run.
     *
     * @param runId the run
     * @param label strategy, parameters and K/V policy
     * @param samples of the run, at least one
     * @return its scores, and those of its samples
     * @throws ExitBenchException if a sample has no reference
     */
    public RunScores score(String runId, String label, List<SampleResult> samples) {
        ScoreTable table = table(samples);
        Clusters files = Clusters.of(samples.stream().map(SampleResult::file).toList());
        List<Score> scores = new ArrayList<>();
        metrics.metrics().forEach(metric -> addScores(metric, table, files, scores));
        scores.addAll(new AgreementScores(samples, files, resampling).scores());
        return new RunScores(runId, label, scores, withScores(samples, table), table);
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
