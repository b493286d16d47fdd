package io.exitbench.finetune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which exits take part in a step and how much each counts. */
final class ExitSampling {
    private final double[] weights;
    private final int sampled;
    private final long seed;

    ExitSampling(FineTuneSettings settings) {
        weights = settings.weighting().weights(settings.exits().size() + 1);
        sampled = settings.sampledExits();
        seed = settings.seed();
    }

    /**
     * The weights of a step, 0 for exits that are left out. Drawn exits count so much more that the
     * expectation over draws is the full weighted sum.
     *
     * @param step from 0
     */
    double[] weights(int step) {
        int shallow = weights.length - 1;
        if (sampled == 0 || sampled == shallow) {
            return weights;
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < shallow; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed ^ 0x9E3779B97F4A7C15L * (step + 1)));
        double[] drawn = Arrays.copyOf(weights, weights.length);
        for (int exit : order.subList(sampled, shallow)) {
            drawn[exit] = 0;
        }
        for (int exit : order.subList(0, sampled)) {
            drawn[exit] *= (double) shallow / sampled;
        }
        return drawn;
    }
}
