package io.exitbench.strategy;

import java.nio.file.Path;

/**
 * A family that learns something, such as a net, before it is asked for its variants. Learning has
 * a stage of its own, since it may take minutes: {@link #variants} is asked twice, to plan and in
 * the process that measures, and then reads what {@link StrategyContext#learned()} holds.
 */
public interface LearningFamily extends StrategyFamily {
    /**
     * Learns, or finds what was learned before, as {@link LearningStage#once} does.
     *
     * @param stage what it may learn from
     * @return the folder with everything that {@link #variants} needs
     */
    Path learn(LearningStage stage);
}
