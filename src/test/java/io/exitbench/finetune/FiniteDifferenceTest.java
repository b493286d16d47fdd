package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Architectures without a reference of their own: the gradient against differences of the float32
 * loss itself. One weight moves the loss too little for that, so whole arrays move together, along
 * their gradient and along a random turn of it.
 */
class FiniteDifferenceTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");

    /** By how much the loss moves: far above float32's spacing at 5, and still on a line. */
    private static final double MOVE = 1.5e-3;

    /** How far weights move that hardly move the loss, so that it stays on a line. */
    private static final double FARTHEST = 0.3;

    /** So little that no weight is changed by a step. */
    private static final double NO_RATE = 1e-30;

    private final SettingsBuilder settings = new SettingsBuilder();
    private final int[][] sequences = Sequences.random(2, 12, 160, 4);

    /** Moves of OPT's weights pass kinks of ReLU; SwiGLU has none. */
    @ParameterizedTest
    @CsvSource({
        "llama3-gqa-tied, 0.002",
        "llama2-mha-untied, 0.002",
        "opt-350m-style, 0.02",
        "qwen2-gqa-tied, 0.002",
        "starcoder2-window, 0.002"
    })
    void gradientsAgreeWithTheLossThatIsComputed(String name, double tolerance) {
        check(Checkpoint.open(name, GOLDENS.resolve(name)), tolerance);
    }

    @ParameterizedTest
    @EnumSource(names = {"GALACTICA", "LLAMA_BIASES", "QWEN3_BIASES"})
    void gradientsAgreeWhateverTheSettings(Variant variant, @TempDir Path folder) {
        check(variant.write(folder), 0.002);
    }

    private void check(Checkpoint checkpoint, double tolerance) {
        settings.exits = List.of(1, 2);
        settings.weighting = ExitWeighting.parse("0.5,0.3,0.2");
        settings.learningRate = NO_RATE;
        settings.weightDecay = 0;
        try (MultiExitTrainer trainer =
                new MultiExitTrainer(
                        checkpoint, settings.build(), Device.cpu(), DataType.FLOAT32, 1)) {
            loss(trainer);
            List<float[]> gradients =
                    trainer.optimizer().weights().stream().map(OptLayout::gradient).toList();
            Random random = new Random(4);
            for (int i = 0; i < gradients.size(); i++) {
                NDArray weight = trainer.optimizer().weights().get(i);
                float[] gradient = gradients.get(i);
                check(trainer, weight, gradient, gradient, tolerance);
                float[] turned = gradient.clone();
                for (int j = 0; j < turned.length; j++) {
                    turned[j] *= 2 * random.nextFloat();
                }
                check(trainer, weight, gradient, turned, tolerance);
            }
        }
    }

    private void check(
            MultiExitTrainer trainer,
            NDArray weight,
            float[] gradient,
            float[] direction,
            double tolerance) {
        double slope = 0;
        double square = 0;
        for (int i = 0; i < gradient.length; i++) {
            slope += (double) gradient[i] * direction[i];
            square += (double) direction[i] * direction[i];
        }
        double step = Math.min(MOVE / slope, FARTHEST / Math.sqrt(square));
        float[] before = OptLayout.floats(weight);
        double above = moved(trainer, weight, before, direction, step);
        double below = moved(trainer, weight, before, direction, -step);
        assertThat((above - below) / (2 * step))
                .as("weights of shape %s", weight.getShape())
                .isCloseTo(slope, within(tolerance * Math.abs(slope)));
        set(weight, before);
    }

    private double moved(
            MultiExitTrainer trainer,
            NDArray weight,
            float[] before,
            float[] direction,
            double step) {
        float[] values = before.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (step * direction[i]);
        }
        set(weight, values);
        return loss(trainer);
    }

    private static void set(NDArray weight, float[] values) {
        weight.setRequiresGradient(false);
        try (NDManager temporary = weight.getManager().newSubManager()) {
            temporary.create(values, weight.getShape()).copyTo(weight);
        }
        weight.setRequiresGradient(true);
    }

    private double loss(MultiExitTrainer trainer) {
        double[] losses = trainer.step(0, List.<int[][]>of(sequences));
        double[] weights = settings.weighting.weights(losses.length);
        double sum = 0;
        for (int exit = 0; exit < losses.length; exit++) {
            sum += weights[exit] * losses[exit];
        }
        return sum;
    }
}
