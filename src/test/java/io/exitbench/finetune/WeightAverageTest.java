package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CheckpointWriter;
import io.exitbench.model.weights.StorageType;
import io.exitbench.model.weights.WeightSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base and tuned weights, averaged. */
class WeightAverageTest {
    private final SettingsBuilder settings = new SettingsBuilder();
    private final Checkpoint base =
            Checkpoint.open(
                    "opt-preln", Path.of("src/test/resources/goldens/architectures/opt-preln"));

    @TempDir Path store;

    private Path tuned;

    @BeforeEach
    void tune() {
        settings.steps = 3;
        tuned =
                new FineTuning(
                                base,
                                FineTuneChild.data(),
                                settings.build(),
                                FineTuneChild.device(2))
                        .run(store);
    }

    @Test
    void everyWeightIsTheMeanOfBothInTheTunedOnesType() {
        Path averaged = new WeightAverage(0.75).of(base, tuned);
        try (WeightSource start = WeightSource.open(base.folder());
                WeightSource end = WeightSource.open(tuned);
                WeightSource mean = WeightSource.open(averaged)) {
            assertThat(mean.names()).isEqualTo(end.names()).isNotEmpty();
            for (String name : mean.names()) {
                float[] from = values(start, name);
                float[] to = values(end, name);
                float[] between = values(mean, name);
                assertThat(mean.info(name).type()).isEqualTo(StorageType.F16);
                for (int i = 0; i < between.length; i++) {
                    double expected = 0.75 * to[i] + 0.25 * from[i];
                    // Half of the distance between neighbouring float16 numbers.
                    assertThat((double) between[i])
                            .isCloseTo(expected, within(Math.abs(expected) / 2048 + 6e-8));
                }
            }
        }
    }

    @Test
    void theFolderSaysHowItWasMadeAndIsMadeOnce() throws IOException {
        Path averaged = new WeightAverage(0.5).of(base, tuned);
        assertThat(averaged.toFile().list()).containsExactlyInAnyOrder(tuned.toFile().list());
        FineTunedManifest manifest = FineTunedManifest.read(averaged).orElseThrow();
        FineTunedManifest before = FineTunedManifest.read(tuned).orElseThrow();
        assertThat(manifest.settings()).isEqualTo(before.settings() + " average=0.5");
        assertThat(manifest.withSettings(before.settings())).isEqualTo(before);
        for (String same : new String[] {LossCurve.FILE, "energy.json", "config.json"}) {
            assertThat(averaged.resolve(same)).hasSameBinaryContentAs(tuned.resolve(same));
        }
        Files.delete(averaged.resolve(LossCurve.FILE));
        assertThat(new WeightAverage(0.5).of(base, tuned)).isEqualTo(averaged);
        assertThat(averaged.resolve(LossCurve.FILE)).doesNotExist();
        assertThat(new WeightAverage(0.25).of(base, tuned)).isNotEqualTo(averaged);
    }

    @Test
    void theWholeShareIsTheTunedCheckpointItself() throws IOException {
        assertThat(new WeightAverage(1).of(base, tuned)).isEqualTo(tuned);
        Path all = Files.createDirectory(store.resolve("all"));
        CheckpointWriter.writeMean(base.folder(), tuned, 1, all);
        assertThat(all.resolve("model.safetensors"))
                .hasSameBinaryContentAs(tuned.resolve("model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
    void noShareOutsideIsTaken(double share) {
        assertThatThrownBy(() -> new WeightAverage(share))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("at most 1");
    }

    @Test
    void onlyTheBaseItWasTunedFromIsAveraged() {
        Checkpoint other =
                Checkpoint.open(
                        "other",
                        Path.of("src/test/resources/goldens/architectures/llama2-mha-untied"));
        assertThatThrownBy(() -> new WeightAverage(0.5).of(other, tuned))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("was not tuned from other");
        assertThatThrownBy(() -> CheckpointWriter.writeMean(other.folder(), tuned, 0.5, store))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("has no tensor");
    }

    private static float[] values(WeightSource source, String name) {
        float[] values = new float[Math.toIntExact(source.info(name).elements())];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }
}
