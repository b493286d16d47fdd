package io.exitbench.junit;

import io.exitbench.finetune.ExitWeighting;
import io.exitbench.finetune.FineTuneDefaults;
import io.exitbench.finetune.FineTuneSettings;
import java.util.List;

/** What {@link FineTune} says, as the training takes it. */
final class FineTuneReader {
    private FineTuneReader() {}

    static FineTuneSettings settings(FineTune tune, List<Integer> exits, long seed) {
        return new FineTuneSettings(
                tune.mode(),
                exits,
                ExitWeighting.parse(tune.weighting()),
                // The suite's number is for its own exits; the user may have chosen fewer.
                Math.min(tune.sampledExits(), exits.size()),
                tune.distillation(),
                true,
                tune.bottleneck(),
                tune.steps(),
                tune.batch(),
                1,
                tune.length(),
                tune.learningRate(),
                tune.warmUp(),
                tune.schedule(),
                FineTuneDefaults.WEIGHT_DECAY,
                FineTuneDefaults.MAX_GRADIENT_NORM,
                seed);
    }
}
