package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The yardstick itself: its hand-written derivative against central differences of its loss. */
class ReferenceGradientTest {
    private static final double STEP = 1e-5;
    private static final int[] LAYERS = {1, 2};
    private static final double[] WEIGHTS = {0.7, 0.3};

    @TempDir Path folder;

    @Test
    void ofTheModelAgreesWithCentralDifferences() {
        ReferenceOpt model = model(3);
        check(ReferenceObjective.full(model, LAYERS, WEIGHTS), model.tensors());
    }

    @Test
    void towardsATeacherAgreesWithCentralDifferences() {
        ReferenceOpt model = model(3);
        ReferenceOpt teacher = model(4);
        check(
                new ReferenceObjective(model, LAYERS, WEIGHTS, Map.of(), teacher, 0.4, false),
                model.tensors());
    }

    @Test
    void ofExitBlocksAgreesWithCentralDifferences() {
        Random random = new Random(5);
        ReferenceExitBlock block =
                new ReferenceExitBlock(linear("down", 4, 16, random), linear("up", 16, 4, random));
        ReferenceOpt model = model(3);
        check(
                new ReferenceObjective(
                        model, new int[] {1}, new double[] {1}, Map.of(1, block), model, 0.4, true),
                block.tensors());
    }

    private ReferenceOpt model(long seed) {
        TinyOpt.write(folder, seed);
        return new ReferenceOpt(folder, TinyOpt.LAYERS, TinyOpt.HEADS);
    }

    private static ReferenceLinear linear(String name, int out, int in, Random random) {
        float[] weight = new float[out * in];
        float[] bias = new float[out];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) random.nextGaussian();
        }
        return new ReferenceLinear(
                ReferenceTensor.of(name + ".weight", out, weight),
                ReferenceTensor.of(name + ".bias", 1, bias));
    }

    private static void check(ReferenceObjective objective, List<ReferenceTensor> tensors) {
        int[][] sequences = Sequences.random(2, 9, TinyOpt.VOCABULARY, 11);
        objective.backward(sequences);
        Random random = new Random(6);
        List<Double> errors = new ArrayList<>();
        for (ReferenceTensor tensor : tensors) {
            for (int sample = 0; sample < 12; sample++) {
                int i = random.nextInt(tensor.values().length);
                double difference = CentralDifference.of(objective, sequences, tensor, i, STEP);
                assertThat(tensor.gradient()[i])
                        .as("%s[%d]", tensor.name(), i)
                        .isCloseTo(difference, within(1e-6 * Math.abs(difference) + 1e-9));
                errors.add(difference);
            }
        }
        assertThat(errors).anyMatch(difference -> Math.abs(difference) > 1e-2);
    }
}
