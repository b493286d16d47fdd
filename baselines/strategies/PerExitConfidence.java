package strategies;

import io.exitbench.calibration.AgreementTargets;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A threshold on the top probability for each exit, at which those that would leave there are right
 * often enough on calibration (LITE, arXiv 2310.18581, sets one for each exit).
 */
class PerExitConfidence implements ExitStrategyContract {
    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        CalibrationTraces traces = context.calibration();
        return AgreementTargets.each(traces, target -> at(target, traces));
    }

    private static StrategyVariant at(double target, CalibrationTraces traces) {
        double[] thresholds =
                IntStream.range(0, traces.exitLayers().size())
                        .mapToDouble(exit -> threshold(traces, exit, target / 100))
                        .toArray();
        return StrategyVariant.of(
                        "per-exit-confidence",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                seen.topProbability()
                                                        > thresholds[seen.exitIndex()]))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .onRequestIf(true);
    }

    /** The lowest one above which, as above every higher one, the exit is right often enough. */
    private static double threshold(CalibrationTraces traces, int exit, double precision) {
        int[] surestFirst =
                IntStream.range(0, (int) traces.tokens())
                        .boxed()
                        .sorted(
                                (a, b) ->
                                        Float.compare(
                                                traces.topProbability(b, exit),
                                                traces.topProbability(a, exit)))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double threshold = 1;
        int right = 0;
        for (int i = 0; i < surestFirst.length; i++) {
            right += traces.agrees(surestFirst[i], exit) ? 1 : 0;
            if (right < precision * (i + 1)) {
                return threshold;
            }
            threshold = Math.nextDown((double) traces.topProbability(surestFirst[i], exit));
        }
        return threshold;
    }
}
