package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.Apart;
import io.exitbench.model.Checkpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products of sixteen bits over float32 weights, on a CPU: slow but the same logic as on a GPU. */
class MixedPrecisionTest {
    /** Ten bits of mantissa through two layers, relative to a tensor's largest gradient. */
    private static final double ROUNDING = 0.02;

    /**
     * Seven bits, relative to a tensor's length: among so many rows a unit near 0 is on in one type
     * and off in the other, which a single entry shows and the length hardly does.
     */
    private static final double COARSE_ROUNDING = 0.1;

    @TempDir Path folder;
    private Checkpoint checkpoint;
    private final SettingsBuilder settings = new SettingsBuilder();
    private final int[][] sequences = Sequences.random(3, 12, TinyOpt.VOCABULARY, 1);

    @BeforeEach
    void makeModel() {
        checkpoint = TinyOpt.write(folder, 2);
        settings.exits = List.of(1);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreThoseOfFloat32ButForRounding(TuningMode mode) {
        settings.mode = mode;
        try (MultiExitTrainer half = trainer(DataType.FLOAT16);
                MultiExitTrainer single = trainer(DataType.FLOAT32)) {
            double[] losses = half.step(0, List.<int[][]>of(sequences));
            double[] expected = single.step(0, List.<int[][]>of(sequences));
            double scale = half.lossScale();
            assertThat(scale).isGreaterThan(1);
            assertThat(losses[0]).isCloseTo(expected[0], within(1e-2));
            for (int i = 0; i < single.optimizer().weights().size(); i++) {
                NDArray weight = half.optimizer().weights().get(i);
                assertThat(weight.getDataType()).isEqualTo(DataType.FLOAT32);
                float[] scaled = OptLayout.gradient(weight);
                float[] plain = OptLayout.gradient(single.optimizer().weights().get(i));
                double largest = 1e-3;
                for (float gradient : plain) {
                    largest = Math.max(largest, Math.abs(gradient));
                }
                for (int j = 0; j < plain.length; j++) {
                    Agreement.check(
                            "array " + i, j, scaled[j] / scale, plain[j], ROUNDING * largest);
                }
            }
        }
    }

    /** Its range is float32's, so nothing has to be scaled. */
    @ParameterizedTest
    @EnumSource
    void gradientsInBfloat16AreThoseOfFloat32ButForRounding(TuningMode mode) {
        settings.mode = mode;
        try (MultiExitTrainer coarse = trainer(DataType.BFLOAT16);
                MultiExitTrainer single = trainer(DataType.FLOAT32)) {
            double[] losses = coarse.step(0, List.<int[][]>of(sequences));
            double[] expected = single.step(0, List.<int[][]>of(sequences));
            assertThat(coarse.lossScale()).isEqualTo(1);
            assertThat(losses[0]).isCloseTo(expected[0], within(8e-2)).isNotEqualTo(expected[0]);
            for (int i = 0; i < single.optimizer().weights().size(); i++) {
                NDArray weight = coarse.optimizer().weights().get(i);
                assertThat(weight.getDataType()).isEqualTo(DataType.FLOAT32);
                float[] plain = OptLayout.gradient(single.optimizer().weights().get(i));
                assertThat(Apart.relative(plain, OptLayout.gradient(weight)))
                        .as("array %d", i)
                        .isLessThan(COARSE_ROUNDING);
            }
        }
    }

    @Test
    void anOverflowHalvesTheScaleAndLeavesTheWeights() {
        try (MultiExitTrainer trainer = trainer(DataType.FLOAT16)) {
            trainer.lossScale(0x1p30);
            List<float[]> before = weights(trainer);
            double[] losses = trainer.step(0, List.<int[][]>of(sequences));
            assertThat(losses[1]).isBetween(0.1, 100.0);
            assertThat(trainer.lossScale()).isEqualTo(0x1p29);
            assertThat(equal(before, weights(trainer))).isTrue();
            int step = 1;
            while (trainer.lossScale() > 0x1p8 && equal(before, weights(trainer))) {
                double scale = trainer.lossScale();
                trainer.step(step++, List.<int[][]>of(sequences));
                assertThat(trainer.lossScale())
                        .isEqualTo(equal(before, weights(trainer)) ? scale / 2 : scale);
            }
            assertThat(equal(before, weights(trainer))).isFalse();
            for (float[] weight : weights(trainer)) {
                for (float value : weight) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    private MultiExitTrainer trainer(DataType type) {
        return new MultiExitTrainer(checkpoint, settings.build(), Device.cpu(), type, 1);
    }

    private static List<float[]> weights(MultiExitTrainer trainer) {
        return trainer.optimizer().weights().stream().map(OptLayout::floats).toList();
    }

    private static boolean equal(List<float[]> before, List<float[]> after) {
        for (int i = 0; i < before.size(); i++) {
            if (!Arrays.equals(before.get(i), after.get(i))) {
                return false;
            }
        }
        return true;
    }
}
