package io.exitbench.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.energy.EnergyReading;
import io.exitbench.finetune.ExitWeighting;
import io.exitbench.finetune.FineTuneSettings;
import io.exitbench.finetune.LearningRateSchedule;
import io.exitbench.finetune.MultiExitTrainer;
import io.exitbench.finetune.Recomputation;
import io.exitbench.finetune.TuningMode;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.RandomModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Training steps of a published model's shape on one GPU in float16, against what a large float16
 * product reaches on the same card just before: {@code java …bench.FullSizeFineTuning
 * random:opt-2.7b FULL 16 4 5 8,16,24}, which are shape, mode, sequences of a pass, passes of a
 * step, steps and exits.
 *
 * <p>Counted is what a step needs: three products for each weight matrix (forward, and backward by
 * input and by weight) and one for a teacher's. What layers compute a second time counts nothing,
 * nor do attention, norms and softmax.
 */
public final class FullSizeFineTuning {
    private static final int LENGTH = 512;
    private static final int SIDE = 8192;
    private static final int PRODUCTS = 400;

    private FullSizeFineTuning() {}

    public static void main(String[] arguments) {
        // No tokenizer is needed: the tokens are random, too.
        RandomModel base = RandomModel.of(arguments[0], Path.of("none"));
        TuningMode mode = TuningMode.valueOf(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        int accumulation = Integer.parseInt(arguments[3]);
        int steps = Integer.parseInt(arguments[4]);
        List<Integer> exits = Arrays.stream(arguments[5].split(",")).map(Integer::valueOf).toList();
        double product = productRate();
        System.out.printf(
                Locale.ROOT,
                "float16 product of %d x %d: %.0f TFLOP/s%n",
                SIDE,
                SIDE,
                product / 1e12);
        FineTuneSettings settings =
                new FineTuneSettings(
                        mode,
                        exits,
                        new ExitWeighting.Uniform(),
                        0,
                        0.7,
                        true,
                        1,
                        steps + 1,
                        batch,
                        accumulation,
                        LENGTH,
                        1e-5,
                        0,
                        LearningRateSchedule.CONSTANT,
                        0.01,
                        1,
                        420);
        EnergyMeter meter = EnergyMeters.detect(true, 0);
        try (MultiExitTrainer trainer =
                new MultiExitTrainer(
                        base,
                        base,
                        settings,
                        Device.gpu(),
                        DataType.FLOAT16,
                        Recomputation.AUTO,
                        1)) {
            List<int[][]> passes = passes(base.config(), settings);
            trainer.step(0, passes);
            double scale = trainer.lossScale();
            EnergyMeter.Window window = meter.begin();
            long start = System.nanoTime();
            double[] losses = {};
            for (int step = 1; step <= steps; step++) {
                losses = trainer.step(step, passes);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            EnergyReading energy = window.end();
            double tokens = (double) steps * accumulation * batch * LENGTH;
            double rate =
                    tokens
                            * FineTuneThroughput.flopsPerToken(
                                    base.config(), mode, 1 + exits.size())
                            / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "%s %s, %d passes of %d x %d tokens a step: %.2f s a step, %.0f tokens/s,"
                            + " %.0f TFLOP/s, %.1f %% of the product, %.3f J a token (%s)%n",
                    base.name(),
                    mode,
                    accumulation,
                    batch,
                    LENGTH,
                    seconds / steps,
                    tokens / seconds,
                    rate / 1e12,
                    100 * rate / product,
                    energy.joules().orElse(Double.NaN) / tokens,
                    meter.source());
            System.out.printf(
                    Locale.ROOT,
                    "losses %s; %s%n",
                    Arrays.toString(losses),
                    trainer.lossScale() == scale
                            ? "no measured step was left out"
                            : "steps were left out, so the figures above are not of whole ones");
        }
    }

    private static List<int[][]> passes(ModelConfig config, FineTuneSettings settings) {
        Random random = new Random(420);
        List<int[][]> passes = new ArrayList<>();
        for (int pass = 0; pass < settings.accumulation(); pass++) {
            int[][] sequences = new int[settings.batch()][];
            Arrays.setAll(
                    sequences, i -> random.ints(LENGTH + 1, 0, config.vocabularySize()).toArray());
            passes.add(sequences);
        }
        return passes;
    }

    /** In FLOP/s, over a second or two. */
    private static double productRate() {
        try (NDManager manager = NDManager.newBaseManager(Device.gpu(), "PyTorch")) {
            NDArray left =
                    manager.randomNormal(new Shape(SIDE, SIDE)).toType(DataType.FLOAT16, false);
            NDArray right =
                    manager.randomNormal(new Shape(SIDE, SIDE)).toType(DataType.FLOAT16, false);
            double seconds = 0;
            for (int round = 0; round < 2; round++) {
                long start = System.nanoTime();
                for (int i = 1; i < PRODUCTS; i++) {
                    left.matMul(right).close();
                }
                // Reading a number waits for all products before it.
                try (NDArray last = left.matMul(right)) {
                    last.get(0, 0).toType(DataType.FLOAT32, false).getFloat();
                }
                seconds = (System.nanoTime() - start) / 1e9;
            }
            return 2.0 * PRODUCTS * SIDE * SIDE * SIDE / seconds;
        }
    }
}
