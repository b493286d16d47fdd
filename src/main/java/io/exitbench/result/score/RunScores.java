package io.exitbench.result.score;

import io.exitbench.metric.Agreement;
import io.exitbench.metric.ScoreTable;
import io.exitbench.result.statistics.Clusters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All scores of a run.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param scores in the order of the metrics, parts behind their metric
 * @param samples with the scores of each
 * @param table what resampling needs
 */
public record RunScores(
        String runId,
        String label,
        List<Score> scores,
        List<SampleResult> samples,
        ScoreTable table) {
    public RunScores {
        scores = List.copyOf(scores);
        samples = List.copyOf(samples);
    }

    /**
     * @param metric name of a metric or part
     * @return its score, or nothing where it is unknown
     */
    public Optional<Score> score(String metric) {
        return scores.stream().filter(score -> score.metric().equals(metric)).findFirst();
    }

    /**
     * @param metric name of a metric or part
     * @return its value, or nothing where it is unknown
     */
    public OptionalDouble value(String metric) {
        return score(metric).stream().mapToDouble(Score::value).findFirst();
    }

    /**
     * @return which samples belong together, the files that intervals are drawn over
     */
    public Clusters clusters() {
        return Clusters.of(samples.stream().map(SampleResult::file).toList());
    }

    /**
     * @return mean over samples of the agreement of each in percent
     */
    public OptionalDouble agreementPerSample() {
        return samples.stream()
                .map(s -> new Agreement(s.agreeingTokens(), s.comparedTokens()))
                .mapToDouble(Agreement::percent)
                .average();
    }
}
