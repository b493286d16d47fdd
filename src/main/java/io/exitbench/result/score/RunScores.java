package io.exitbench.result.score;

import java.util.List;
import java.util.Optional;

/**
 * All scores of a run.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param scores in the order of the metrics, parts behind their metric
 */
public record RunScores(String runId, String label, List<Score> scores) {
    public RunScores {
        scores = List.copyOf(scores);
    }

    /**
     * @param metric name of a metric or part
     * @return its score, or nothing where it is unknown
     */
    public Optional<Score> score(String metric) {
        return scores.stream().filter(score -> score.metric().equals(metric)).findFirst();
    }
}
