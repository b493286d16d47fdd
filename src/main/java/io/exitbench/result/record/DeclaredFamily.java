package io.exitbench.result.record;

import io.exitbench.strategy.StrategyRole;
import java.util.List;

/**
 * Runs that are compared as one: a strategy at all settings of the parameter that it loosens by,
 * and, if it was trained, every training seed.
 *
 * @param label what its runs have in common, with the K/V policy
 * @param role of its strategy
 * @param kvPolicy of its runs
 * @param repetitions one for each training seed, or a single one
 */
public record DeclaredFamily(
        String label, StrategyRole role, String kvPolicy, List<Repetition> repetitions) {
    /** Copies the list. */
    public DeclaredFamily {
        repetitions = List.copyOf(repetitions);
    }

    /**
     * The family under one training seed.
     *
     * @param seed as the parameters have it, empty if they have none
     * @param runIds at each setting, from tight to loose
     */
    public record Repetition(String seed, List<String> runIds) {
        /** Copies the list. */
        public Repetition {
            runIds = List.copyOf(runIds);
        }

        /**
         * The setting that is compared with full depth: the tightest, which is declared and not
         * chosen for what it achieved.
         *
         * @return its run
         */
        public String primaryRun() {
            return runIds.get(0);
        }
    }

    /**
     * @return whether it is an agent or another strategy that was trained
     */
    public boolean isLearned() {
        return role == StrategyRole.LEARNED;
    }
}
