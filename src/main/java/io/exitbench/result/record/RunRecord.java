package io.exitbench.result.record;

import io.exitbench.energy.StageEnergy;
import java.util.List;
import java.util.Optional;

/**
 * A run that is planned.
 *
 * @param runId its key wherever it is spoken of
 * @param identity everything that makes it the run it is
 * @param fullDepth whether its strategy never exits
 * @param cheats whether its strategy is told the full model's answer beforehand
 * @param training what each stage of training for it has cost; empty if that of any is unknown
 */
public record RunRecord(
        String runId,
        RunIdentity identity,
        boolean fullDepth,
        boolean cheats,
        Optional<List<StageEnergy>> training) {

    /**
     * @return strategy, parameters and K/V policy as people read them
     */
    public String label() {
        return identity.label() + " [" + identity.kvPolicy() + "]";
    }
}
