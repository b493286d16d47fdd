package strategies;

import io.exitbench.calibration.LogisticModel;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Leaves where margin and top probability tell that an exit is right (AdaInfer, 2403.02181). */
class AdaInfer implements ExitStrategyContract {
    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        CalibrationTraces traces = context.calibration();
        List<LogisticModel> models =
                IntStream.range(0, context.exitLayers().size())
                        .mapToObj(exit -> learned(traces, exit))
                        .toList();
        return Stream.of(0.9, 0.95, 0.99).map(p -> above(p, models, traces));
    }

    private static LogisticModel learned(CalibrationTraces traces, int exit) {
        int tokens = (int) traces.tokens();
        double[][] features = new double[tokens][];
        boolean[] right = new boolean[tokens];
        for (int token = 0; token < tokens; token++) {
            features[token] =
                    new double[] {traces.margin(token, exit), traces.topProbability(token, exit)};
            right[token] = traces.agrees(token, exit);
        }
        return LogisticModel.fit(features, right);
    }

    private static StrategyVariant above(
            double probability, List<LogisticModel> models, CalibrationTraces traces) {
        return StrategyVariant.of(
                        "adainfer",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                models.get(seen.exitIndex())
                                                                .probability(
                                                                        seen.margin(),
                                                                        seen.topProbability())
                                                        > probability))
                .as(StrategyRole.LEARNED)
                .looksAt(Need.CONFIDENCE)
                .tightenedBy("probability", probability)
                .onRequestIf(true)
                .trainedIn(traces.madeIn());
    }
}
