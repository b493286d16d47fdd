package io.exitbench.junit;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calibration traces of a few completions, noted while they are made. */
final class ObservedTraces implements ExitStrategy {
    private final List<Integer> exitLayers;
    private final List<CalibrationTraces.Completion> completions = new ArrayList<>();
    private final List<List<Seen>> tokens = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();

    private record Seen(Confidence whole, Confidence amongCandidates) {}

    ObservedTraces(List<Integer> exitLayers) {
        this.exitLayers = exitLayers;
    }

    @Override
    public void beginToken(int tokenIndex) {
        tokens.add(new ArrayList<>());
    }

    @Override
    public ExitDecision decide(Observation seen) {
        tokens.get(tokens.size() - 1)
                .add(
                        new Seen(
                                new Confidence(
                                        seen.argmax(),
                                        seen.topProbability(),
                                        seen.margin(),
                                        seen.entropy()),
                                seen.amongCandidates()));
        return ExitDecision.CONTINUE;
    }

    @Override
    public void observeOutcome(int token, int layer) {
        written.add(token);
    }

    /** The completion that was made last is whole. */
    void end(String file, int length) {
        completions.add(new CalibrationTraces.Completion(file, written.size() - length, length));
    }

    /** What was noted until now. */
    CalibrationTraces traces() {
        return new View(false);
    }

    private final class View implements CalibrationTraces {
        private final boolean amongCandidates;

        View(boolean amongCandidates) {
            this.amongCandidates = amongCandidates;
        }

        @Override
        public List<Integer> exitLayers() {
            return exitLayers;
        }

        @Override
        public List<Completion> completions() {
            return List.copyOf(completions);
        }

        @Override
        public long tokens() {
            return written.size();
        }

        @Override
        public int full(long token) {
            return written.get((int) token);
        }

        @Override
        public Confidence seen(long token, int exit) {
            Seen seen = tokens.get((int) token).get(exit);
            return amongCandidates ? seen.amongCandidates : seen.whole;
        }

        @Override
        public CalibrationTraces amongCandidates() {
            return new View(true);
        }

        @Override
        public List<Path> madeIn() {
            return List.of();
        }
    }
}
