package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import io.exitbench.model.LoadableModel;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Everything a fine-tuning depends on besides base and data.
 *
 * @param mode what is trained
 * @param exits exit layers before the last, 1-based; the last layer is always trained
 * @param weighting of the exits' losses, the last layer's last
 * @param sampledExits exits before the last drawn anew in each step, their weights raised so that
 *     the expected loss stays; 0 takes all in every step
 * @param distillation share of the base's prediction in what the exits learn, in [0, 1]; without
 *     effect in {@link TuningMode#FULL}
 * @param distilAll whether all exits learn the mixture, or only the last layer
 * @param bottleneck width of the exit blocks of {@link TuningMode#FROZEN}
 * @param steps of the optimizer
 * @param batch sequences in one pass
 * @param accumulation passes in one step
 * @param length tokens that a sequence predicts
 * @param learningRate at its peak
 * @param warmUp steps
 * @param schedule after the warm-up
 * @param weightDecay of matrices; norms and biases have none
 * @param maxGradientNorm gradients of larger global norm are scaled down to it
 * @param seed of everything that draws
 */
public record FineTuneSettings(
        TuningMode mode,
        List<Integer> exits,
        ExitWeighting weighting,
        int sampledExits,
        double distillation,
        boolean distilAll,
        int bottleneck,
        int steps,
        int batch,
        int accumulation,
        int length,
        double learningRate,
        int warmUp,
        LearningRateSchedule schedule,
        double weightDecay,
        double maxGradientNorm,
        long seed) {
    /** Orders the exits. */
    public FineTuneSettings {
        exits = List.copyOf(new TreeSet<>(exits));
    }

    /**
     * Checks what does not depend on a model. Whoever trains asks for it; settings that nobody uses
     * keep nobody from measuring.
     *
     * @throws ExitBenchException if nothing can be trained with these settings
     */
    public void requireTrainable() {
        require(
                steps > 0 && batch > 0 && accumulation > 0 && length > 0,
                "steps, batch, accumulation and length must be at least 1");
        require(warmUp >= 0 && warmUp < steps, "the warm-up must be shorter than the training");
        require(learningRate > 0 && learningRate < 1, "the learning rate must lie between 0 and 1");
        require(distillation >= 0 && distillation <= 1, "distillation must lie in [0, 1]");
        require(
                weightDecay >= 0 && maxGradientNorm > 0,
                "weight decay must not be negative and the gradient norm must be above 0");
        require(
                sampledExits >= 0 && sampledExits <= exits.size(),
                "no more exits can be drawn than there are");
        require(bottleneck > 0, "the bottleneck must be at least 1");
        double[] weights = weighting.weights(exits.size() + 1);
        require(
                mode != TuningMode.FROZEN || weights[exits.size()] < 1,
                "a frozen model has nothing to train without exits before its last layer whose"
                        + " loss counts");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new ExitBenchException(
                    "Fine-tuning cannot begin: " + rule + "; correct @FineTune or the options.");
        }
    }

    /**
     * @return tokens that the whole training predicts
     */
    public long tokens() {
        return (long) steps * batch * accumulation * length;
    }

    /**
     * @return all settings in one line, the same for equal settings
     */
    public String text() {
        return String.format(
                Locale.ROOT,
                "mode=%s exits=%s weighting=%s sampled=%d distillation=%s distil_all=%b"
                        + " bottleneck=%d steps=%d batch=%d accumulation=%d length=%d"
                        + " learning_rate=%s warm_up=%d schedule=%s weight_decay=%s"
                        + " max_gradient_norm=%s seed=%d",
                mode,
                exits,
                weighting.text(),
                sampledExits,
                distillation,
                distilAll,
                bottleneck,
                steps,
                batch,
                accumulation,
                length,
                learningRate,
                warmUp,
                schedule,
                weightDecay,
                maxGradientNorm,
                seed);
    }

    /**
     * Checks that a model can be trained so.
     *
     * @param base to start from
     * @throws ExitBenchException if it has too few layers or positions
     */
    void requireFits(LoadableModel base) {
        int deepest = base.config().layers();
        for (int exit : exits) {
            if (exit < 1 || exit >= deepest) {
                throw new ExitBenchException(
                        "Exit layer %d cannot be trained: %s has %d layers, so exits go from 1 to %d; correct @AllowedExits or exitbench.exits."
                                .formatted(exit, base.name(), deepest, deepest - 1));
            }
        }
        if (length > base.config().maxPositions()) {
            throw new ExitBenchException(
                    "Sequences of %d tokens do not fit %s, which has %d positions; shorten them."
                            .formatted(length, base.name(), base.config().maxPositions()));
        }
    }
}
