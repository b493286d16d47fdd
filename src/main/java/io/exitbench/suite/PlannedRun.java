package io.exitbench.suite;

import io.exitbench.decode.KvPolicy;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.strategy.StrategyVariant;

/**
 * One strategy under one K/V policy.
 *
 * @param identity of the run
 * @param variant what decides
 * @param policy what happens to skipped keys and values
 */
public record PlannedRun(RunIdentity identity, StrategyVariant variant, KvPolicy policy) {
    /** Name of the strategy that never exits; everything is compared with it. */
    public static final String FULL_DEPTH = "full-depth";

    boolean isFullDepth() {
        return variant.name().equals(FULL_DEPTH);
    }
}
