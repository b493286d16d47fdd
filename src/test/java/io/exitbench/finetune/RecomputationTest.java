package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.RandomModel;
import io.exitbench.model.TrainableDecoder;
import io.exitbench.model.TrainingPass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers that run twice against layers that run once. */
class RecomputationTest {
    private static final Path ARCHITECTURES = Path.of("src/test/resources/goldens/architectures");

    /** Float32 sums in another order, relative to a tensor's largest gradient. */
    private static final double ROUNDING = 1e-6;

    @TempDir Path folder;
    private final SettingsBuilder settings = new SettingsBuilder();

    @ParameterizedTest
    @CsvSource({
        "opt-preln, FULL",
        "opt-350m-style, FULL",
        "llama3-gqa-tied, DISTIL",
        "qwen3-qknorm, FULL",
        "starcoder2-window, DISTIL"
    })
    void gradientsAndLossesAreThoseOfLayersThatRunOnce(String architecture, TuningMode mode) {
        settings.mode = mode;
        // Longer than StarCoder 2's window.
        settings.length = 24;
        settings.accumulation = 2;
        List<int[][]> passes =
                List.of(Sequences.random(2, 24, 160, 1), Sequences.random(2, 24, 160, 2));
        Checkpoint base = checkpoint(architecture);
        settings.exits = IntStream.range(1, base.config().layers()).boxed().toList();
        try (MultiExitTrainer once = trainer(base, DataType.FLOAT32, Recomputation.OFF);
                MultiExitTrainer twice = trainer(base, DataType.FLOAT32, Recomputation.ON)) {
            assertThat(twice.step(0, passes)).isEqualTo(once.step(0, passes));
            assertThat(largestDifference(once, twice, 1)).isLessThan(ROUNDING);
        }
    }

    @Test
    void halfPrecisionIsScaledAlike() {
        Checkpoint base = checkpoint("opt-preln");
        List<int[][]> passes = List.<int[][]>of(Sequences.random(2, 12, 160, 1));
        try (MultiExitTrainer once = trainer(base, DataType.FLOAT16, Recomputation.OFF);
                MultiExitTrainer twice = trainer(base, DataType.FLOAT16, Recomputation.ON)) {
            assertThat(twice.step(0, passes)).isEqualTo(once.step(0, passes));
            assertThat(twice.lossScale()).isEqualTo(once.lossScale());
            assertThat(largestDifference(once, twice, once.lossScale())).isLessThan(1e-2);
        }
    }

    @Test
    void anExitBeforeTheLastThatAloneCountsStopsTheWayBackThere() {
        settings.weighting = ExitWeighting.parse("0,1,0,0");
        Checkpoint base = checkpoint("opt-preln");
        List<int[][]> passes = List.<int[][]>of(Sequences.random(2, 12, 160, 1));
        try (MultiExitTrainer once = trainer(base, DataType.FLOAT32, Recomputation.OFF);
                MultiExitTrainer twice = trainer(base, DataType.FLOAT32, Recomputation.ON)) {
            double[] losses = twice.step(0, passes);
            assertThat(losses[0]).isNaN();
            assertThat(losses[1]).isEqualTo(once.step(0, passes)[1]);
            List<NDArray> weights = twice.optimizer().weights();
            for (int i = 0; i < weights.size(); i++) {
                int index = i;
                // Four weights outside the layers, twelve in each.
                boolean reached = index < 4 + 2 * 12;
                assertThat(JniUtils.getGradient((PtNDArray) weights.get(i)) != null)
                        .as("weight %d", index)
                        .isEqualTo(reached);
            }
        }
    }

    @Test
    void aRunThatFailsGoesOnToTheSameBytes() {
        settings.sampledExits = 2;
        settings.steps = 9;
        Path whole = tuning(checkpoint("opt-preln"), Recomputation.ON).run(folder.resolve("whole"));
        Path store = folder.resolve("broken");
        assertThatThrownBy(
                        () ->
                                tuning(checkpoint("opt-preln"), Recomputation.ON)
                                        .run(
                                                store,
                                                step -> {
                                                    if (step == 5) {
                                                        throw new IllegalStateException("killed");
                                                    }
                                                }))
                .hasMessage("killed");
        List<Integer> steps = new ArrayList<>();
        Path resumed = tuning(checkpoint("opt-preln"), Recomputation.ON).run(store, steps::add);
        assertThat(steps).containsExactly(5, 6, 7, 8, 9);
        for (String file : List.of("model.safetensors", LossCurve.FILE)) {
            assertThat(resumed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(tuning(checkpoint("opt-preln"), Recomputation.OFF).digest())
                .isNotEqualTo(resumed.getFileName().toString());
        assertThat(tuning(checkpoint("opt-preln"), Recomputation.AUTO).digest())
                .isEqualTo(tuning(checkpoint("opt-preln"), Recomputation.OFF).digest());
    }

    @Test
    void sizesAloneDecide() {
        ModelConfig large = RandomModel.of("random:opt-2.7b", folder).config();
        ModelConfig small = checkpoint("opt-preln").config();
        settings.batch = 16;
        settings.length = 512;
        FineTuneSettings asked = settings.build();
        assertThat(Recomputation.AUTO.applies(large, asked, DataType.FLOAT16)).isTrue();
        assertThat(Recomputation.OFF.applies(large, asked, DataType.FLOAT16)).isFalse();
        assertThat(Recomputation.AUTO.applies(small, asked, DataType.FLOAT32)).isFalse();
        assertThat(Recomputation.ON.applies(small, asked, DataType.FLOAT32)).isTrue();
        settings.mode = TuningMode.FROZEN;
        assertThat(Recomputation.ON.applies(large, settings.build(), DataType.FLOAT16)).isFalse();
    }

    @Test
    void randomWeightsAreTrainedForTimeAndEnergyAndNotKept() throws IOException {
        Checkpoint shape = checkpoint("llama3-gqa-tied");
        settings.steps = 3;
        settings.mode = TuningMode.DISTIL;
        RandomModel random = new RandomModel("random:small", shape.config(), shape.folder());
        Path result = tuning(random, Recomputation.ON).run(folder);
        assertThat(result.toFile().list())
                .containsExactlyInAnyOrder(FineTunedManifest.FILE, LossCurve.FILE, "energy.json");
        FineTunedManifest manifest = FineTunedManifest.read(result).orElseThrow();
        assertThat(manifest.base()).isEqualTo("random:small");
        assertThat(manifest.tokensPerSecond()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1000000, 1", "1600, 3", "1, 24"})
    void logitsOfSomeTokensAfterOthersGiveTheSame(long largestLogits, int ranges) {
        settings.mode = TuningMode.DISTIL;
        settings.distilAll = false;
        FineTuneSettings asked = settings.build();
        Checkpoint base = checkpoint("opt-preln");
        long[] tokens = IntStream.range(0, 24).mapToLong(i -> i * 7 % 160).toArray();
        assertThat(RowRange.split(24, Math.max(1, largestLogits / 160))).hasSize(ranges);
        try (TrainableDecoder decoder = decoder(base);
                Teacher teacher = Teacher.of(asked, base, Device.cpu(), DataType.FLOAT32, 1);
                NDManager step = decoder.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            decoder.parameters().forEach(weight -> weight.setRequiresGradient(true));
            NDArray read = step.create(tokens, new Shape(2, 12));
            TrainingPass pass = decoder.pass(step);
            LayerPass states = new RecomputedLayers(pass, step, read, 4);
            Teacher.Lesson lesson = teacher.lesson(step, pass, states.state(4), read).orElseThrow();
            List<float[]> expected = null;
            for (long largest : new long[] {Long.MAX_VALUE, largestLogits}) {
                ExitHeads heads =
                        new ExitHeads(asked, new int[] {1, 2, 3, 4}, decoder, null, largest);
                ExitHeads.Found found =
                        heads.differentiate(
                                collector,
                                step,
                                pass,
                                states,
                                lesson,
                                read.flatten(),
                                new double[] {0.25, 0.25, 0, 0.5},
                                1);
                List<float[]> actual = new ArrayList<>();
                double[] losses = found.numbers();
                actual.add(new float[] {(float) losses[0], (float) losses[1], (float) losses[3]});
                found.gradients().values().forEach(g -> actual.add(OptLayout.floats(g)));
                NDArray head = decoder.parameters().get(0);
                actual.add(OptLayout.gradient(head));
                JniUtils.zeroGrad((PtNDArray) head);
                assertThat(losses[2]).isNaN();
                assertThat(found.gradients().keySet()).containsExactly(1, 2, 4);
                if (expected != null) {
                    assertThat(difference(expected, actual, 1)).isLessThan(ROUNDING);
                }
                expected = actual;
            }
        }
    }

    private static double largestDifference(
            MultiExitTrainer one, MultiExitTrainer other, double scale) {
        return difference(gradients(one), gradients(other), scale);
    }

    private static List<float[]> gradients(MultiExitTrainer trainer) {
        return trainer.optimizer().weights().stream().map(OptLayout::gradient).toList();
    }

    /** Relative to each array's largest entry, or to one at the least a thousandth. */
    private static double difference(List<float[]> one, List<float[]> other, double scale) {
        assertThat(one).hasSameSizeAs(other);
        double most = 0;
        for (int array = 0; array < one.size(); array++) {
            double largest = 1e-3 * scale;
            double difference = 0;
            for (int i = 0; i < one.get(array).length; i++) {
                largest = Math.max(largest, Math.abs(one.get(array)[i]));
                difference =
                        Math.max(difference, Math.abs(one.get(array)[i] - other.get(array)[i]));
            }
            most = Math.max(most, difference / largest);
        }
        return most;
    }

    private static Checkpoint checkpoint(String architecture) {
        return Checkpoint.open(architecture, ARCHITECTURES.resolve(architecture));
    }

    private static TrainableDecoder decoder(Checkpoint base) {
        return new TrainableDecoder(base, Device.cpu(), DataType.FLOAT32, DataType.FLOAT32, 12, 1);
    }

    private MultiExitTrainer trainer(Checkpoint base, DataType type, Recomputation recomputation) {
        return new MultiExitTrainer(
                base, base, settings.build(), Device.cpu(), type, recomputation, 1);
    }

    private FineTuning tuning(LoadableModel base, Recomputation recomputation) {
        TrainingDevice device = FineTuneChild.device(2);
        return new FineTuning(
                base,
                FineTuneChild.data(),
                settings.build(),
                new TrainingDevice(
                        device.device(),
                        device.type(),
                        recomputation,
                        device.threads(),
                        device.name(),
                        device.storeEvery(),
                        device.meter()));
    }
}
