package io.exitbench.decode;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import java.util.ArrayList;
import java.util.List;

/** Goes on to the last layer and notes what each exit layer would have predicted. */
public final class TracingStrategy implements ExitStrategy {
    private final int exits;
    private final List<int[]> argmax = new ArrayList<>();

    /**
     * @param exits number of exit layers below the last
     */
    public TracingStrategy(int exits) {
        this.exits = exits;
    }

    @Override
    public void beginToken(int tokenIndex) {
        argmax.add(new int[exits]);
    }

    @Override
    public ExitDecision decide(Observation observation) {
        argmax.get(argmax.size() - 1)[observation.exitIndex()] = observation.argmax();
        return ExitDecision.CONTINUE;
    }

    /**
     * Takes what was noted since the last call.
     *
     * @return {@code [tokens][exits]}
     */
    public int[][] takeArgmax() {
        int[][] taken = argmax.toArray(int[][]::new);
        argmax.clear();
        return taken;
    }
}
