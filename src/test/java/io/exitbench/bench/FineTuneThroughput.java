package io.exitbench.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.finetune.ExitWeighting;
import io.exitbench.finetune.FineTuneSettings;
import io.exitbench.finetune.LearningRateSchedule;
import io.exitbench.finetune.MultiExitTrainer;
import io.exitbench.finetune.TuningMode;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.EmbeddedCheckpoints;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.opt.OptConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Arithmetic rate of training steps on tiny-opt-code against that of plain matrix products of the
 * same shapes, in one run: {@code mvn test-compile exec:java
 * -Dexec.mainClass=io.exitbench.bench.FineTuneThroughput -Dexec.classpathScope=test}.
 *
 * <p>A step counts three products for each weight matrix (forward, and backward by input and by
 * weight), one more for a teacher's; attention, norms and the softmax over the vocabulary count
 * nothing, though they take time.
 */
public final class FineTuneThroughput {
    private static final int BATCH = 8;
    private static final int LENGTH = 256;
    private static final int STEPS = 5;
    private static final List<Integer> EXITS = List.of(2, 4, 6, 8, 10);

    private FineTuneThroughput() {}

    public static void main(String[] arguments) {
        Checkpoint base =
                new EmbeddedCheckpoints(Path.of("target", "benchmark")).open("tiny-opt-code");
        OptConfig config = (OptConfig) base.config();
        int threads = Runtime.getRuntime().availableProcessors();
        double plain = plainRate(config);
        System.out.printf(Locale.ROOT, "plain products: %.1f GFLOP/s%n", plain / 1e9);
        for (TuningMode mode : List.of(TuningMode.FULL, TuningMode.DISTIL)) {
            for (int sampled : new int[] {0, 2}) {
                double seconds = secondsOfStep(base, mode, sampled, threads);
                double rate = flops(config, mode, sampled) / seconds;
                System.out.printf(
                        Locale.ROOT,
                        "%s, %s exits: %.2f s a step, %.0f tokens/s, %.1f GFLOP/s, %.0f %% of plain products%n",
                        mode,
                        sampled == 0 ? "all" : "2 drawn",
                        seconds,
                        BATCH * LENGTH / seconds,
                        rate / 1e9,
                        100 * rate / plain);
            }
        }
    }

    private static double flops(OptConfig config, TuningMode mode, int sampled) {
        int heads = 1 + (sampled == 0 ? EXITS.size() : sampled);
        return flopsPerToken(config, mode, heads) * BATCH * LENGTH;
    }

    /**
     * @param heads exits that take part, the last layer among them
     */
    static double flopsPerToken(ModelConfig config, TuningMode mode, int heads) {
        double layers = (double) config.layers() * config.layerMultiplyAdds();
        double head = config.headMultiplyAdds();
        double products = 3 * (layers + heads * head);
        if (mode == TuningMode.DISTIL) {
            products += layers + head;
        }
        return 2 * products;
    }

    private static double secondsOfStep(
            Checkpoint base, TuningMode mode, int sampled, int threads) {
        FineTuneSettings settings =
                new FineTuneSettings(
                        mode,
                        EXITS,
                        new ExitWeighting.Uniform(),
                        sampled,
                        0.7,
                        true,
                        1,
                        100,
                        BATCH,
                        1,
                        LENGTH,
                        1e-5,
                        1,
                        LearningRateSchedule.CONSTANT,
                        0.01,
                        1,
                        420);
        Random random = new Random(420);
        int[][] sequences = new int[BATCH][];
        for (int i = 0; i < BATCH; i++) {
            sequences[i] = random.ints(LENGTH + 1, 0, base.config().vocabularySize()).toArray();
        }
        try (MultiExitTrainer trainer =
                new MultiExitTrainer(base, settings, Device.cpu(), DataType.FLOAT32, threads)) {
            trainer.step(0, List.<int[][]>of(sequences));
            long start = System.nanoTime();
            for (int step = 1; step <= STEPS; step++) {
                trainer.step(step, List.<int[][]>of(sequences));
            }
            return (System.nanoTime() - start) / 1e9 / STEPS;
        }
    }

    /** Products of the shapes of a forward pass with one LM head, in FLOP/s. */
    private static double plainRate(OptConfig config) {
        long rows = (long) BATCH * LENGTH;
        long hidden = config.hiddenSize();
        long wide = config.feedForwardSize();
        long[][] shapes = {
            {hidden, 3 * hidden},
            {hidden, hidden},
            {hidden, wide},
            {wide, hidden},
            {hidden, config.vocabularySize()}
        };
        double flops = 0;
        double seconds = 0;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            for (int i = 0; i < shapes.length; i++) {
                boolean head = i == shapes.length - 1;
                int count = head ? 1 : config.layers();
                NDArray left = manager.randomNormal(new Shape(rows, shapes[i][0]));
                NDArray right = manager.randomNormal(new Shape(shapes[i][0], shapes[i][1]));
                left.matMul(right).close();
                long start = System.nanoTime();
                for (int repetition = 0; repetition < count; repetition++) {
                    left.matMul(right).close();
                }
                seconds += (System.nanoTime() - start) / 1e9;
                flops += 2.0 * count * rows * shapes[i][0] * shapes[i][1];
            }
        }
        return flops / seconds;
    }
}
