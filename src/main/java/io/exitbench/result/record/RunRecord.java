package io.exitbench.result.record;

import io.exitbench.energy.StageEnergy;
import io.exitbench.strategy.StrategyRole;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A run that is planned.
 *
 * @param runId its key wherever it is spoken of
 * @param identity everything that makes it the run it is
 * @param role what its strategy is in the experiment
 * @param base whether it runs the model that the suite's was tuned from, and not the suite's
 * @param eightBit whether it runs on the model's weights in 8 bits
 * @param training what each stage of training for it has cost; empty if that of any is unknown
 */
public record RunRecord(
        String runId,
        RunIdentity identity,
        StrategyRole role,
        boolean base,
        boolean eightBit,
        Optional<List<StageEnergy>> training) {

    /** On the model's weights as they are. */
    public RunRecord(
            String runId,
            RunIdentity identity,
            StrategyRole role,
            boolean base,
            Optional<List<StageEnergy>> training) {
        this(runId, identity, role, base, false, training);
    }

    /** Checks that the role is known. */
    public RunRecord {
        Objects.requireNonNull(role, "role");
    }

    /**
     * @return whether its strategy never exits
     */
    public boolean fullDepth() {
        return role == StrategyRole.FULL_DEPTH;
    }

    /**
     * @return whether its strategy is told the full model's answer beforehand
     */
    public boolean cheats() {
        return role == StrategyRole.CHEATING;
    }

    /**
     * @return strategy, parameters, K/V policy and batch as people read them, and the model if it
     *     is not the suite's
     */
    public String label() {
        String batch = identity.batch() == 1 ? "" : ", batch " + identity.batch();
        String label = identity.label() + " [" + identity.kvPolicy() + batch + "]";
        return base ? label + " of " + identity.model() + " before tuning" : label;
    }
}
