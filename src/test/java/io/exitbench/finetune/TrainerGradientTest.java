package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.Checkpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What DJL's autograd finds in float32 against the double-precision reference. */
class TrainerGradientTest {
    private static final int[] LAYERS = {1, 2};
    private static final double[] WEIGHTS = {0.7, 0.3};

    /** Float32 against double through two layers, relative to a tensor's largest gradient. */
    private static final double ROUNDING = 1e-5;

    @TempDir Path folder;
    private Checkpoint checkpoint;
    private ReferenceOpt reference;
    private final SettingsBuilder settings = new SettingsBuilder();
    private final int[][] sequences = Sequences.random(3, 12, TinyOpt.VOCABULARY, 1);

    @BeforeEach
    void makeModel() {
        checkpoint = TinyOpt.write(folder, 2);
        reference = new ReferenceOpt(folder, TinyOpt.LAYERS, TinyOpt.HEADS);
        settings.exits = List.of(1);
        settings.weighting = new ExitWeighting.Custom(List.of(0.7, 0.3));
    }

    @Test
    void everyGradientAgreesWithFiniteDifferencesTo1e3() {
        ReferenceObjective objective = ReferenceObjective.full(reference, LAYERS, WEIGHTS);
        int[][] one = {sequences[0]};
        try (MultiExitTrainer trainer = trainer()) {
            trainer.step(0, List.<int[][]>of(one));
            List<List<String>> names = new OptLayout(TinyOpt.LAYERS).names();
            List<NDArray> weights = trainer.optimizer().weights();
            assertThat(weights).hasSameSizeAs(names);
            for (int array = 0; array < names.size(); array++) {
                float[] gradient = OptLayout.gradient(weights.get(array));
                int at = 0;
                for (String name : names.get(array)) {
                    ReferenceTensor tensor = reference.tensor(name);
                    for (int i = 0; i < tensor.values().length; i++) {
                        double difference = CentralDifference.of(objective, one, tensor, i, 1e-5);
                        double allowed = 1e-3 * Math.abs(difference) + 1e-6;
                        Agreement.check(name, i, gradient[at++], difference, allowed);
                    }
                }
                assertThat(at).isEqualTo(gradient.length);
            }
        }
    }

    @Test
    void lossesAndGradientsAgreeWithTheReference() {
        ReferenceObjective objective = ReferenceObjective.full(reference, LAYERS, WEIGHTS);
        try (MultiExitTrainer trainer = trainer()) {
            checkLossesAndGradients(trainer, objective, List.<int[][]>of(sequences));
        }
    }

    @Test
    void passesOfOneStepAddUpToTheirMean() {
        settings.accumulation = 3;
        ReferenceObjective objective = ReferenceObjective.full(reference, LAYERS, WEIGHTS);
        try (MultiExitTrainer trainer = trainer()) {
            checkLossesAndGradients(
                    trainer,
                    objective,
                    Arrays.stream(sequences).map(sequence -> new int[][] {sequence}).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void distillationDrawsTowardsTheUntouchedBase(boolean all) {
        settings.mode = TuningMode.DISTIL;
        settings.distillation = 0.4;
        settings.distilAll = all;
        ReferenceOpt teacher = new ReferenceOpt(folder, TinyOpt.LAYERS, TinyOpt.HEADS);
        ReferenceObjective objective =
                new ReferenceObjective(reference, LAYERS, WEIGHTS, Map.of(), teacher, 0.4, all);
        try (MultiExitTrainer trainer = trainer()) {
            checkLossesAndGradients(trainer, objective, List.<int[][]>of(sequences));
            // The student has moved by now, the teacher must not have.
            copyWeights(trainer);
            checkLossesAndGradients(trainer, objective, List.<int[][]>of(sequences));
        }
    }

    @Test
    void frozenTrainsTheBlocksAloneTowardsTheBase() {
        settings.mode = TuningMode.FROZEN;
        settings.distillation = 0.4;
        try (MultiExitTrainer trainer = trainer()) {
            List<float[]> before = backbone(trainer);
            for (int step = 0; step < 4; step++) {
                ReferenceExitBlock block = block(trainer);
                ReferenceObjective objective =
                        new ReferenceObjective(
                                reference,
                                new int[] {1},
                                new double[] {0.7},
                                Map.of(1, block),
                                reference,
                                0.4,
                                true);
                double[] losses = trainer.step(step, List.<int[][]>of(sequences));
                assertThat(losses[0]).isCloseTo(objective.losses(sequences)[0], within(1e-5));
                assertThat(losses[1]).isNaN();
                objective.backward(sequences);
                for (int part = 0; part < block.tensors().size(); part++) {
                    assertClose(
                            OptLayout.gradient(trainer.optimizer().weights().get(part)),
                            block.tensors().get(part).gradient(),
                            block.tensors().get(part).name());
                }
            }
            assertThat(Arrays.stream(block(trainer).up().weight().values())).anyMatch(v -> v != 0);
            List<float[]> after = backbone(trainer);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void exitsThatAreNotDrawnAreLeftOut(TuningMode mode) {
        Path golden = Path.of("src/test/resources/goldens/architectures/opt-preln");
        checkpoint = Checkpoint.open("golden", golden);
        settings.exits = List.of(1, 2, 3);
        settings.weighting = new ExitWeighting.Uniform();
        settings.mode = mode;
        settings.sampledExits = 1;
        settings.weightDecay = 0;
        try (MultiExitTrainer trainer = trainer()) {
            for (int step = 0; step < 6; step++) {
                double[] losses = trainer.step(step, List.<int[][]>of(sequences));
                double[] weights = new ExitSampling(settings.build()).weights(step);
                for (int exit = 0; exit < 3; exit++) {
                    assertThat(Double.isNaN(losses[exit])).isEqualTo(weights[exit] == 0);
                    if (mode == TuningMode.FROZEN) {
                        float[] up =
                                OptLayout.gradient(trainer.optimizer().weights().get(exit * 4 + 2));
                        assertThat(largest(up) > 0).isEqualTo(weights[exit] > 0);
                    }
                }
            }
        }
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private MultiExitTrainer trainer() {
        return new MultiExitTrainer(
                checkpoint, settings.build(), Device.cpu(), DataType.FLOAT32, 1);
    }

    private static List<float[]> backbone(MultiExitTrainer trainer) {
        return trainer.decoder().parameters().stream().map(OptLayout::floats).toList();
    }

    private static ReferenceExitBlock block(MultiExitTrainer trainer) {
        List<NDArray> parts = trainer.blocks().blocks().get(1);
        List<ReferenceTensor> tensors =
                parts.stream()
                        .map(
                                part ->
                                        ReferenceTensor.of(
                                                part.getShape().toString(),
                                                part.getShape().dimension() == 1
                                                        ? 1
                                                        : (int) part.getShape().get(0),
                                                OptLayout.floats(part)))
                        .toList();
        return new ReferenceExitBlock(
                new ReferenceLinear(tensors.get(0), tensors.get(1)),
                new ReferenceLinear(tensors.get(2), tensors.get(3)));
    }

    private void copyWeights(MultiExitTrainer trainer) {
        List<List<String>> names = new OptLayout(TinyOpt.LAYERS).names();
        for (int array = 0; array < names.size(); array++) {
            float[] values = OptLayout.floats(trainer.optimizer().weights().get(array));
            int at = 0;
            for (String name : names.get(array)) {
                double[] target = reference.tensor(name).values();
                for (int i = 0; i < target.length; i++) {
                    target[i] = values[at++];
                }
            }
        }
    }

    private void checkLossesAndGradients(
            MultiExitTrainer trainer, ReferenceObjective objective, List<int[][]> passes) {
        double[] expected = objective.losses(sequences);
        reference.tensors().forEach(ReferenceTensor::clear);
        objective.backward(sequences);
        double[] losses = trainer.step(0, passes);
        for (int exit = 0; exit < losses.length; exit++) {
            assertThat(losses[exit]).isCloseTo(expected[exit], within(1e-5));
        }
        List<List<String>> names = new OptLayout(TinyOpt.LAYERS).names();
        for (int array = 0; array < names.size(); array++) {
            assertClose(
                    OptLayout.gradient(trainer.optimizer().weights().get(array)),
                    OptLayout.stacked(reference, names.get(array), true),
                    names.get(array).toString());
        }
    }

    private static void assertClose(float[] actual, double[] expected, String name) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            Agreement.check(name, i, actual[i], expected[i], ROUNDING * largest + 1e-9);
        }
    }
}
