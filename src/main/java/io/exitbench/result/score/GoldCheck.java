package io.exitbench.result.score;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.metric.Metric;
import io.exitbench.metric.MetricSet;
import io.exitbench.metric.ScoreTable;
import io.exitbench.metric.ScoredPair;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Scores what a perfect model's tokens become, which must give full marks: if not, references,
 * encoding, the end of completions and metrics do not fit together.
 */
public final class GoldCheck {
    private static final double TOLERANCE = 1e-9;

    private final MetricSet metrics;
    private final UnaryOperator<String> completion;

    /**
     * @param metrics that must give full marks
     * @param completion what a reference becomes that a model gives back token by token
     */
    public GoldCheck(MetricSet metrics, UnaryOperator<String> completion) {
        this.metrics = metrics;
        this.completion = completion;
    }

    /**
     * Checks every reference in every metric.
     *
     * @param samples all samples
     * @throws ExitBenchException if a reference is empty, or no completion reaches it
     */
    public void require(List<CompletionSample> samples) {
        List<ScoredPair> gold =
                samples.stream()
                        .map(CompletionSample::reference)
                        .map(reference -> new ScoredPair(completion.apply(reference), reference))
                        .toList();
        ScoreTable table = metrics.score(gold, Runtime.getRuntime().availableProcessors());
        for (Metric metric : metrics.metrics()) {
            double[] scores = table.samples(metric.name());
            for (int i = 0; i < scores.length; i++) {
                if (!(Math.abs(scores[i] - metric.perfect()) <= TOLERANCE)) {
                    throw new ExitBenchException(
                            "No completion reaches the reference of sample "
                                    + samples.get(i).id()
                                    + ": encoded and completed, \""
                                    + gold.get(i).reference()
                                    + "\" becomes \""
                                    + gold.get(i).prediction()
                                    + "\" and scores "
                                    + scores[i]
                                    + " instead of "
                                    + metric.perfect()
                                    + " in "
                                    + metric.name()
                                    + "; the data or the tokenizer are damaged.");
                }
            }
        }
    }
}
