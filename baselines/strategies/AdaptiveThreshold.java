package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Leaves where two Beta distributions, of the top probability of right and of wrong tokens, make a
 * right one probable enough (FREE, arXiv 2310.05424, which goes on fitting them while it decodes;
 * here they are fitted on calibration, so that no sample depends on those before it).
 */
class AdaptiveThreshold implements ExitStrategyContract {
    private static final int STEPS = 1000;

    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.9, 0.95, 0.99).map(right -> at(right, context.calibration()));
    }

    private static StrategyVariant at(double right, CalibrationTraces traces) {
        double[] thresholds =
                IntStream.range(0, traces.exitLayers().size())
                        .mapToDouble(exit -> threshold(traces, exit, right))
                        .toArray();
        return StrategyVariant.of(
                        "adaptive-threshold",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                seen.topProbability()
                                                        > thresholds[seen.exitIndex()]))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .tightenedBy("right", right)
                .onRequestIf(true)
                .trainedIn(traces.madeIn());
    }

    /** The lowest probability above which the mixture makes a right token probable enough. */
    private static double threshold(CalibrationTraces traces, int exit, double wanted) {
        double[] right = confidences(traces, exit, true);
        double[] wrong = confidences(traces, exit, false);
        if (right.length < 2 || wrong.length < 2) {
            return wrong.length == 0 && right.length > 0 ? 0 : 1;
        }
        BetaDistribution ofRight = fitted(right);
        BetaDistribution ofWrong = fitted(wrong);
        double threshold = 1;
        for (int step = STEPS - 1; step > 0; step--) {
            double at = (double) step / STEPS;
            double good = right.length * ofRight.density(at);
            double bad = wrong.length * ofWrong.density(at);
            if (!(good >= wanted * (good + bad))) {
                return threshold;
            }
            threshold = at;
        }
        return threshold;
    }

    private static double[] confidences(CalibrationTraces traces, int exit, boolean right) {
        return LongStream.range(0, traces.tokens())
                .filter(token -> traces.agrees(token, exit) == right)
                .mapToDouble(token -> Math.min(0.9999, traces.topProbability(token, exit)))
                .toArray();
    }

    /** By moments. */
    private static BetaDistribution fitted(double[] values) {
        double mean =
                IntStream.range(0, values.length)
                        .mapToDouble(i -> values[i])
                        .average()
                        .orElseThrow();
        double variance = 1e-6;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        double concentration = Math.max(0.02, mean * (1 - mean) / variance - 1);
        return new BetaDistribution(null, mean * concentration, (1 - mean) * concentration);
    }
}
