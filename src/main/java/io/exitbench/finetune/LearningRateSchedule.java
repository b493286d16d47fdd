package io.exitbench.finetune;

/** How the learning rate goes on after the warm-up. */
public enum LearningRateSchedule {
    /** Stays. */
    CONSTANT {
        @Override
        double afterWarmUp(double progress) {
            return 1;
        }
    },
    /** Falls on a line to a tenth. */
    LINEAR {
        @Override
        double afterWarmUp(double progress) {
            return 1 - (1 - FLOOR) * progress;
        }
    },
    /** Falls on half a cosine to a tenth. */
    COSINE {
        @Override
        double afterWarmUp(double progress) {
            return FLOOR + (1 - FLOOR) * (1 + Math.cos(Math.PI * progress)) / 2;
        }
    };

    private static final double FLOOR = 0.1;

    /**
     * @param progress from the end of the warm-up to the last step, in [0, 1]
     * @return factor of the peak learning rate
     */
    abstract double afterWarmUp(double progress);

    /**
     * The factor of the peak learning rate at a step: a line up from 0 during the warm-up, then
     * this schedule.
     *
     * @param step from 0
     * @param warmUp steps of the warm-up, fewer than {@code steps}
     * @param steps in all
     * @return in (0, 1]
     */
    public double factor(int step, int warmUp, int steps) {
        if (step < warmUp) {
            return (step + 1.0) / warmUp;
        }
        return afterWarmUp((double) (step - warmUp) / Math.max(1, steps - warmUp));
    }
}
