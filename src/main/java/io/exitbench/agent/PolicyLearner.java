package io.exitbench.agent;

import io.exitbench.model.ExitNet;
import java.nio.file.Path;
import java.util.List;

/** A learning policy, step by step. */
interface PolicyLearner {
    /** What progress counts. */
    String unit();

    /** Steps in all; it may finish earlier. */
    int steps();

    int done();

    boolean finished();

    void step();

    /** Stores what it needs to go on, if it takes long enough for that to be worth it. */
    void save(Path checkpoint);

    /** Goes on from what was stored. */
    void resume(Path checkpoint);

    /** Header and rows of the learning curve. */
    List<List<String>> curve();

    /** The policy over an agent's inputs, with one first layer for all exits or one for each. */
    ExitNet policy();

    /** ln λ as one more input at the end, or none. */
    default boolean readsPrice() {
        return false;
    }

    /** For each exit the price up to which it need not be asked; empty if nobody looked. */
    default float[] neverLeftUpTo() {
        return TrainedPolicy.NONE;
    }
}
