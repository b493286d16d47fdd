package io.exitbench.result.score;

import io.exitbench.ExitBenchException;
import io.exitbench.metric.Metric;
import io.exitbench.metric.MetricSet;
import io.exitbench.metric.ScoreTable;
import io.exitbench.metric.ScoredPair;
import java.util.List;

/**
 * Scores the references against themselves, which must give full marks: if not, references,
 * post-processing and metrics do not fit together.
 */
public final class GoldCheck {
    private static final double TOLERANCE = 1e-9;

    private final MetricSet metrics;

    /**
     * @param metrics that must give full marks
     */
    public GoldCheck(MetricSet metrics) {
        this.metrics = metrics;
    }

    /**
     * Checks every reference in every metric.
     *
     * @param references of all samples
     * @throws ExitBenchException if one is not its own perfect completion
     */
    public void require(List<String> references) {
        List<ScoredPair> gold = references.stream().map(r -> new ScoredPair(r, r)).toList();
        ScoreTable table = metrics.score(gold, Runtime.getRuntime().availableProcessors());
        for (Metric metric : metrics.metrics()) {
            double[] scores = table.samples(metric.name());
            for (int i = 0; i < scores.length; i++) {
                if (!(Math.abs(scores[i] - metric.perfect()) <= TOLERANCE)) {
                    throw new ExitBenchException(
                            "Reference "
                                    + (i + 1)
                                    + " scores "
                                    + scores[i]
                                    + " instead of "
                                    + metric.perfect()
                                    + " in "
                                    + metric.name()
                                    + " against itself; the data set is damaged.");
                }
            }
        }
    }
}
