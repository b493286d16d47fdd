package io.exitbench.agent;

import io.exitbench.model.DenseLayer;
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

    /** The policy over an agent's inputs, hidden layers first. */
    List<DenseLayer> policy();

    /** The scaled price of a full-depth token as one more input at the end, or none. */
    default boolean readsPrice() {
        return false;
    }
}
