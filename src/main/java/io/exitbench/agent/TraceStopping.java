package io.exitbench.agent;

import io.exitbench.agent.stopping.StoppingProblem;
import io.exitbench.agent.trace.Trace;

/** Recorded tokens as a stopping problem: a token is worth 1 where it is the full model's. */
final class TraceStopping implements StoppingProblem {
    private final Trace trace;
    private final LayerCosts costs;
    private final StateScale scale;
    private final boolean amongCandidates;
    private final float[] values;

    /**
     * @param trace with tokens
     * @param costs for each exit
     * @param scale of the inputs
     */
    TraceStopping(Trace trace, LayerCosts costs, StateScale scale) {
        this.trace = trace;
        this.costs = costs;
        this.scale = scale;
        amongCandidates = scale.inputs().usesCandidates();
        values = new float[scale.shift()[0].length];
    }

    @Override
    public int tokens() {
        return Math.toIntExact(trace.tokens());
    }

    @Override
    public int exits() {
        return trace.header().exits().size();
    }

    @Override
    public int width() {
        return scale.inputWidth();
    }

    @Override
    public int states() {
        return scale.stateWidth();
    }

    @Override
    public void observe(int token, int exit, float[] into, int offset) {
        scale.observe(trace, token, exit, into, offset, values);
    }

    /** A token that leaves is the best candidate; one that does not is the whole head's. */
    @Override
    public double worth(int token, int exit) {
        int full = trace.argmax(token, exits() - 1);
        int given =
                amongCandidates && exit < exits() - 1
                        ? trace.amongCandidates(token, exit).argmax()
                        : trace.argmax(token, exit);
        return given == full ? 1 : 0;
    }

    @Override
    public double cost(int exit) {
        int decisions = Math.min(exit + 1, exits() - 1);
        return (costs.token(exit) + decisions * costs.decision()) / costs.fullDepth();
    }
}
