package io.exitbench.agent;

import io.exitbench.agent.trace.TokenOutcome;

/**
 * Quality minus what it cost. For a token left at exit e after d decisions, with E the energy of a
 * full-depth token:
 *
 * <pre>
 * R = [token is the full model's] − λ (energy to exit e + d · energy of a decision) / E
 * </pre>
 *
 * <p>So λ is how many right tokens a full-depth token's energy is worth, and sweeping it draws a
 * frontier. The energy to the first exit is spent in any case and paid on leaving; the rest is paid
 * on going on. An abstained token has no quality. (Own formula; quality minus λ times cost is the
 * Lagrangian of "most quality for a given energy".)
 */
public final class EnergyReward implements Reward {
    private final double lambda;
    private final LayerCosts costs;

    /**
     * @param lambda at least 0
     * @param costs counted in multiply-adds, or given as a table that was measured
     */
    public EnergyReward(double lambda, LayerCosts costs) {
        this.lambda = lambda;
        this.costs = costs;
    }

    @Override
    public double leave(TokenOutcome token, int exit) {
        return (token.agreesWithLast(exit) ? 1 : 0) - spent(exit);
    }

    @Override
    public double goOn(TokenOutcome token, int exit) {
        double more = costs.token(exit + 1) - costs.token(exit);
        return -lambda * (more + costs.decision()) / costs.fullDepth();
    }

    @Override
    public double stop(TokenOutcome token, int exit) {
        return -spent(exit);
    }

    /** What was not yet paid on the way. */
    private double spent(int exit) {
        double decision = exit < costs.exits() - 1 ? costs.decision() : 0;
        return lambda * (costs.token(0) + decision) / costs.fullDepth();
    }

    @Override
    public String name() {
        return "energy";
    }

    @Override
    public String parameters() {
        return "reward=energy;lambda=" + lambda;
    }
}
