package io.exitbench.finetune;

import java.util.List;

/** Small settings for tests, changed where a test needs it. */
final class SettingsBuilder {
    TuningMode mode = TuningMode.FULL;
    List<Integer> exits = List.of(1, 2, 3);
    ExitWeighting weighting = ExitWeighting.greenCode();
    int sampledExits;
    double distillation = 0.5;
    boolean distilAll = true;
    int bottleneck = 8;
    int steps = 30;
    int batch = 2;
    int accumulation = 1;
    int length = 12;
    double learningRate = 1e-2;
    int warmUp = 2;
    LearningRateSchedule schedule = LearningRateSchedule.LINEAR;
    double weightDecay = 0.1;
    double maxGradientNorm = 1;
    long seed = 7;

    FineTuneSettings build() {
        return new FineTuneSettings(
                mode,
                exits,
                weighting,
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
}
