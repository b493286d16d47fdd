package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CheckpointWriter;
import io.exitbench.model.weights.StorageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole optimizer steps on a golden checkpoint against steps written out in double precision. */
class OptimizerStepTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/goldens/architectures/opt-preln");
    private static final int DEPTH = 4;
    private static final int HEADS = 4;
    private static final int[] LAYERS = {1, 2, 3, 4};

    /** All weights lie within 2 of 0, where floats are 1.2e-7 apart or less. */
    private static final double FLOAT_SPACING = 1.2e-7;

    /** Float32 against double through four layers, relative to a tensor's largest gradient. */
    private static final double ROUNDING = 1e-5;

    /** Where a gradient is 0 because much cancels out. */
    private static final double NOISE = 1e-9;

    private static final double EPSILON = 1e-8;

    private final SettingsBuilder settings = new SettingsBuilder();
    private final int[][] sequences = Sequences.random(2, 12, 160, 1);

    @TempDir Path folder;
    private ReferenceOpt reference;
    private ReferenceObjective objective;

    @BeforeEach
    void load() {
        // The golden's weights come as safetensors and as a PyTorch archive; the first is read.
        reference = new ReferenceOpt(GOLDEN, DEPTH, HEADS);
        double[] weights = settings.weighting.weights(LAYERS.length);
        objective = ReferenceObjective.full(reference, LAYERS, weights);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 1000})
    void oneStepAgreesWithAHandWrittenStep(double maxGradientNorm) throws IOException {
        settings.maxGradientNorm = maxGradientNorm;
        ReferenceAdamW optimizer =
                new ReferenceAdamW(
                        settings.learningRate, settings.weightDecay, settings.maxGradientNorm);
        try (MultiExitTrainer trainer = trainer()) {
            double[] expected = objective.losses(sequences);
            objective.backward(sequences);
            double norm = ReferenceAdamW.norm(reference.tensors());
            assertThat(norm).isBetween(0.1, 100.0);
            double[] losses = trainer.step(0, List.<int[][]>of(sequences));
            assertThat(losses).containsExactly(expected, within(1e-5));
            optimizer.step(reference.tensors(), 1.0 / settings.warmUp);
            Map<String, float[]> stored = written(trainer);
            double rate = settings.learningRate / settings.warmUp;
            double clip = Math.min(1, maxGradientNorm / norm);
            long sharp = 0;
            long all = 0;
            for (ReferenceTensor tensor : reference.tensors()) {
                sharp += compare(tensor, stored.get(tensor.name()), rate, clip);
                all += tensor.values().length;
            }
            assertThat(sharp).isGreaterThan(all * 99 / 100);
        }
    }

    /**
     * The first step is the sign of the gradient but for epsilon: {@code g / (|g| + epsilon)}. So
     * the error allowed is what the gradient's rounding makes of that, and the spacing of floats.
     *
     * @return how many weights were compared to better than a hundredth of the rate
     */
    private static long compare(ReferenceTensor tensor, float[] actual, double rate, double clip) {
        double rounding = clip * (ROUNDING * largest(tensor.gradient()) + NOISE);
        long sharp = 0;
        for (int i = 0; i < actual.length; i++) {
            double gradient = clip * tensor.gradient()[i];
            double allowed =
                    gradient == 0
                            ? 0
                            : rate
                                    * (direction(gradient + rounding)
                                            - direction(gradient - rounding));
            Agreement.check(
                    tensor.name(), i, actual[i], tensor.values()[i], FLOAT_SPACING + allowed);
            sharp += allowed < rate / 100 ? 1 : 0;
        }
        return sharp;
    }

    private static double direction(double gradient) {
        return gradient / (Math.abs(gradient) + EPSILON);
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    @Test
    void momentsAndBiasCorrectionAgreeInLaterSteps() {
        settings.steps = 5;
        settings.schedule = LearningRateSchedule.COSINE;
        ReferenceAdamW optimizer =
                new ReferenceAdamW(
                        settings.learningRate, settings.weightDecay, settings.maxGradientNorm);
        List<List<String>> names = new OptLayout(DEPTH).names();
        try (MultiExitTrainer trainer = trainer()) {
            for (int step = 0; step < settings.steps; step++) {
                int[][] batch = Sequences.random(2, 12, 160, step);
                reference.tensors().forEach(ReferenceTensor::clear);
                objective.backward(batch);
                double factor = settings.schedule.factor(step, settings.warmUp, settings.steps);
                optimizer.step(reference.tensors(), factor);
                trainer.step(step, List.<int[][]>of(batch));
                int steps = step + 1;
                for (int array = 0; array < names.size(); array++) {
                    checkArray(trainer, optimizer, names.get(array), array, factor, steps);
                }
            }
        }
    }

    private void checkArray(
            MultiExitTrainer trainer,
            ReferenceAdamW optimizer,
            List<String> names,
            int array,
            double factor,
            int steps) {
        float[] values = OptLayout.floats(trainer.optimizer().weights().get(array));
        float[] means = OptLayout.floats(trainer.optimizer().means().get(array));
        float[] squares = OptLayout.floats(trainer.optimizer().squares().get(array));
        double rate = settings.learningRate * factor;
        double correction1 = 1 - Math.pow(0.9, steps);
        double correction2 = Math.sqrt(1 - Math.pow(0.999, steps));
        int at = 0;
        for (String name : names) {
            double[] expected = reference.tensor(name).values();
            double[] mean = optimizer.mean(name);
            double[] square = optimizer.square(name);
            double rounding = ROUNDING * Math.sqrt(1000 * largest(square)) + NOISE;
            for (int i = 0; i < expected.length; i++, at++) {
                double deviation = Math.sqrt(square[i]);
                Agreement.check("mean of " + name, i, means[at], mean[i], rounding);
                Agreement.check(
                        "deviation of " + name, i, Math.sqrt(squares[at]), deviation, rounding);
                double corrected = deviation / correction2 + EPSILON;
                double ratio = Math.abs(mean[i]) / correction1 / corrected;
                double allowed =
                        square[i] == 0 ? 0 : rate * rounding * (1 + ratio) * 10 / corrected;
                Agreement.check(name, i, values[at], expected[i], FLOAT_SPACING + allowed);
                // Both go on from the same weights, so that rounding does not add up.
                expected[i] = values[at];
            }
        }
    }

    private MultiExitTrainer trainer() {
        return new MultiExitTrainer(
                Checkpoint.open("golden", GOLDEN),
                settings.build(),
                Device.cpu(),
                DataType.FLOAT32,
                1);
    }

    /** By the names of the files, as they would be read again. */
    private Map<String, float[]> written(MultiExitTrainer trainer) throws IOException {
        Path target = Files.createDirectories(folder.resolve("written"));
        CheckpointWriter.write(trainer.decoder(), target, Optional.of(StorageType.F32));
        Map<String, float[]> stored = new HashMap<>();
        for (ReferenceTensor tensor : new ReferenceOpt(target, DEPTH, HEADS).tensors()) {
            float[] values = new float[tensor.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) tensor.values()[i];
            }
            stored.put(tensor.name(), values);
        }
        return stored;
    }
}
