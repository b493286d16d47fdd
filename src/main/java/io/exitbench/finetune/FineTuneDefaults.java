package io.exitbench.finetune;

/**
 * What a fine-tuning is if nobody says otherwise, for annotation and command line alike: constants,
 * since annotations take nothing else.
 */
public final class FineTuneDefaults {
    /** As {@link ExitWeighting#parse} reads it. */
    public static final String WEIGHTING = "geometric:0.9,0.5,0,0";

    /** Exits drawn in each step. */
    public static final int SAMPLED_EXITS = 2;

    /** Share of the base's prediction in what the exits learn. */
    public static final double DISTILLATION = 0.7;

    /** Width of exit blocks. */
    public static final int BOTTLENECK = 256;

    /** Steps of the optimizer. */
    public static final int STEPS = 100;

    /** Sequences in a step. */
    public static final int BATCH = 8;

    /** Tokens of a sequence. */
    public static final int LENGTH = 256;

    /** Learning rate at its peak. */
    public static final double LEARNING_RATE = 1e-3;

    /** Steps of the warm-up. */
    public static final int WARM_UP = 20;

    /** Usual decay of matrices. */
    public static final double WEIGHT_DECAY = 0.01;

    /** Usual largest global norm of the gradients. */
    public static final double MAX_GRADIENT_NORM = 1;

    private FineTuneDefaults() {}
}
