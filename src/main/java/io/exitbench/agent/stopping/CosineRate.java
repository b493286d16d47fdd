package io.exitbench.agent.stopping;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that falls on half a cosine to 0. A schedule and not a rate that is set before
 * each step: setting one has the net make its updater anew.
 *
 * @param highest the rate of the first step
 * @param steps in all
 */
record CosineRate(double highest, int steps) implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
        return highest * (1 + Math.cos(Math.PI * iteration / steps)) / 2;
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
