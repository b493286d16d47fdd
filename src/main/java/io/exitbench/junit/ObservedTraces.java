package io.exitbench.junit;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calibration traces of a few completions, noted while they are made. */
final class ObservedTraces implements CalibrationTraces, ExitStrategy {
    private final List<Integer> exitLayers;
    private final List<Completion> completions = new ArrayList<>();
    private final List<List<Seen>> tokens = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();

    private record Seen(int argmax, float topProbability, float margin, float entropy) {}

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
                .add(new Seen(seen.argmax(), seen.topProbability(), seen.margin(), seen.entropy()));
        return ExitDecision.CONTINUE;
    }

    @Override
    public void observeOutcome(int token, int layer) {
        written.add(token);
    }

    /** The completion that was made last is whole. */
    void end(String file, int length) {
        completions.add(new Completion(file, written.size() - length, length));
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
    public boolean agrees(long token, int exit) {
        return argmax(token, exit) == written.get((int) token);
    }

    @Override
    public int argmax(long token, int exit) {
        return seen(token, exit).argmax;
    }

    @Override
    public float topProbability(long token, int exit) {
        return seen(token, exit).topProbability;
    }

    @Override
    public float margin(long token, int exit) {
        return seen(token, exit).margin;
    }

    @Override
    public float entropy(long token, int exit) {
        return seen(token, exit).entropy;
    }

    private Seen seen(long token, int exit) {
        return tokens.get((int) token).get(exit);
    }

    @Override
    public List<Path> madeIn() {
        return List.of();
    }
}
