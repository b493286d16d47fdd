package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Drafts at the exit and in the number that promise most tokens for each layer run (DEL, arXiv
 * 2504.05598). That method knows every layer's acceptance from states kept while drafts are
 * verified; here the calibration split tells what each exit starts with, and the exits in use learn
 * from the completion.
 */
class DynamicExitDrafts implements ExitStrategyContract {
    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        CalibrationTraces traces = context.calibration();
        double[] agreement =
                IntStream.range(0, context.exitLayers().size())
                        .mapToDouble(exit -> agreement(traces, exit))
                        .toArray();
        return Stream.of(4, 8, 16).map(longest -> upTo(longest, agreement, context));
    }

    private static double agreement(CalibrationTraces traces, int exit) {
        return LongStream.range(0, traces.tokens())
                .mapToDouble(token -> traces.agrees(token, exit) ? 1 : 0)
                .average()
                .orElse(0);
    }

    private static StrategyVariant upTo(int longest, double[] agreement, StrategyContext context) {
        return StrategyVariant.of("dynamic-exit-drafts", () -> seen -> ExitDecision.CONTINUE)
                .looksAt()
                .with("longest", longest)
                .verified(
                        new Lossless(
                                () -> new Plan(longest, agreement, context), Lossless.Guess.NONE))
                .onRequestIf(true)
                .trainedIn(context.calibration().madeIn());
    }

    private static final class Plan implements DraftLength {
        private static final double PRIOR = 4;

        private final int longest;
        private final List<Integer> layers;
        private final int all;
        private final double[] accepted;
        private final double[] looked;
        private int exit;

        Plan(int longest, double[] agreement, StrategyContext context) {
            this.longest = longest;
            layers = context.exitLayers();
            all = context.layers();
            accepted =
                    IntStream.range(0, layers.size())
                            .mapToDouble(i -> PRIOR * agreement[i])
                            .toArray();
            looked = IntStream.range(0, layers.size()).mapToDouble(i -> PRIOR).toArray();
        }

        @Override
        public int next() {
            int best = 1;
            double most = 0;
            for (int at = 0; at < layers.size(); at++) {
                for (int drafts = 1; drafts <= longest; drafts++) {
                    double promised = tokensPerLayer(at, drafts);
                    if (promised > most) {
                        most = promised;
                        exit = at;
                        best = drafts;
                    }
                }
            }
            return best;
        }

        /** Drafts are kept up to the first wrong one; the token that verifies them comes on top. */
        private double tokensPerLayer(int at, int drafts) {
            double right = accepted[at] / looked[at];
            double tokens = 1;
            for (int i = 1; i <= drafts; i++) {
                tokens += Math.pow(right, i);
            }
            return tokens / (drafts * layers.get(at) + all);
        }

        @Override
        public OptionalInt layer() {
            return OptionalInt.of(layers.get(exit));
        }

        @Override
        public void verified(int drafted, int kept) {
            accepted[exit] += kept;
            looked[exit] += Math.min(drafted, kept + 1);
        }
    }
}
