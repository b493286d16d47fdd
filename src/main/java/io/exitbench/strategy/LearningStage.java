package io.exitbench.strategy;

import java.io.IOException;
import java.nio.file.Path;

/** What a family has while it learns. Nothing of the evaluation split is in it. */
public interface LearningStage {
    /** Fills a folder. */
    @FunctionalInterface
    interface Learning {
        /**
         * @param folder empty, for everything that is learned
         * @throws IOException if it cannot be written
         */
        void into(Path folder) throws IOException;
    }

    /**
     * @return exits, layers and seed; calibration traces if the family declares that it needs them
     */
    StrategyContext context();

    /**
     * @param label name and parameters of a variant
     * @return whether the choice of strategies leaves it in; what it leaves out need not be learned
     */
    boolean wants(String label);

    /**
     * Learns once: what was learned for the same family, key, model, calibration data, exits, seed
     * and settings of prompts is found the next time, also by another suite. What learning costs is
     * measured and lies in the folder as {@code energy.json}. If learning fails or is killed, it
     * begins anew.
     *
     * @param key what else it depends on: the family's own parameters, and a version that changes
     *     with its code
     * @param learning fills the folder
     * @return the folder, whole
     */
    Path once(String key, Learning learning);

    /**
     * What else there is to learn from. A suite has its {@code SuiteSpecification}, the {@code
     * Prepared} data, a {@code SplitTraces}, which records more than the calibration traces, the
     * loaded {@code DecoderModel} and an {@code EnergyMeter}; all of them stay the suite's, which
     * closes them.
     *
     * @param type what is wanted
     * @param <T> the same
     * @return it
     * @throws RuntimeException if it is not there, as under a strategy's contract
     */
    <T> T resource(Class<T> type);
}
