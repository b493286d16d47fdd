package io.exitbench.finetune;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.exitbench.ExitBenchException;
import io.exitbench.model.ExitBlocks;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.TrainableDecoder;
import io.exitbench.model.TrainingPass;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Single steps of multi-exit training: the loss is the weighted sum of the exits' cross-entropies
 * through one shared final norm and LM head (LITE, arXiv 2310.18581).
 *
 * <p>The layers run first; then each exit is differentiated by itself, and the gradients found at
 * the states go back through the layers together.
 */
public final class MultiExitTrainer implements AutoCloseable {
    private static final double LARGEST_LOSS_SCALE = 65_536;

    private final FineTuneSettings settings;
    private final DataType type;
    private final int[] layers;
    private final ExitSampling sampling;
    private final boolean recomputes;
    private final TrainableDecoder student;
    private final Teacher teacher;
    private final ExitBlocks blocks;
    private final ExitHeads heads;
    private final AdamW optimizer;
    private double lossScale;

    /**
     * As {@link #MultiExitTrainer(LoadableModel, LoadableModel, FineTuneSettings, Device, DataType,
     * Recomputation, int)}, starting from the base, with layers that run twice where they would
     * keep too much.
     *
     * @param base to start from
     * @param settings of the training
     * @param device to train on
     * @param type compute type
     * @param threads of PyTorch on a CPU
     */
    public MultiExitTrainer(
            LoadableModel base,
            FineTuneSettings settings,
            Device device,
            DataType type,
            int threads) {
        this(base, base, settings, device, type, Recomputation.AUTO, threads);
    }

    /**
     * Loads what is trained, and the base a second time if it teaches.
     *
     * @param base that teaches
     * @param start where training starts: the base or a checkpoint tuned from it
     * @param settings of the training
     * @param device to train on
     * @param type float32, or float16 or bfloat16 on a GPU: weights stay float32, products are of
     *     that type, and in float16 the loss is scaled (Micikevicius et al., arXiv 1710.03740)
     * @param recomputation whether layers run twice
     * @param threads of PyTorch on a CPU
     * @throws ExitBenchException if the exits do not fit the model
     */
    public MultiExitTrainer(
            LoadableModel base,
            LoadableModel start,
            FineTuneSettings settings,
            Device device,
            DataType type,
            Recomputation recomputation,
            int threads) {
        this.settings = settings;
        this.type = type;
        settings.requireFits(base);
        int deepest = base.config().layers();
        layers =
                IntStream.concat(
                                settings.exits().stream().mapToInt(Integer::intValue),
                                IntStream.of(deepest))
                        .toArray();
        sampling = new ExitSampling(settings);
        lossScale = type == DataType.FLOAT16 ? LARGEST_LOSS_SCALE : 1;
        recomputes = recomputation.applies(base.config(), settings, type);
        student =
                new TrainableDecoder(
                        start, device, type, DataType.FLOAT32, settings.length(), threads);
        boolean frozen = settings.mode() == TuningMode.FROZEN;
        try {
            teacher = Teacher.of(settings, base, device, type, threads);
        } catch (RuntimeException e) {
            student.close();
            throw e;
        }
        blocks =
                frozen
                        ? ExitBlocks.untrained(
                                settings.exits(),
                                base.config().hiddenSize(),
                                settings.bottleneck(),
                                settings.seed(),
                                student.manager())
                        : null;
        heads = new ExitHeads(settings, layers, student, blocks, ExitHeads.LARGEST_LOGITS);
        List<NDArray> trained =
                frozen
                        ? blocks.blocks().values().stream().flatMap(List::stream).toList()
                        : student.parameters();
        trained.forEach(weight -> weight.setRequiresGradient(true));
        optimizer = new AdamW(student, trained);
    }

    /**
     * @return the trained exits, 1-based, the last layer last
     */
    public int[] layers() {
        return layers.clone();
    }

    /**
     * One step of the optimizer.
     *
     * @param step from 0
     * @param passes for each pass its sequences, {@code length + 1} token ids each
     * @return the mean loss of each exit in nats, NaN where it was not drawn
     * @throws ExitBenchException if the loss is no longer finite
     */
    public double[] step(int step, List<int[][]> passes) {
        optimizer.weights().forEach(weight -> JniUtils.zeroGrad((PtNDArray) weight));
        double[] weights = sampling.weights(step);
        double[] losses = new double[layers.length];
        for (int[][] sequences : passes) {
            double[] pass = accumulate(sequences, weights, passes.size());
            Arrays.setAll(losses, exit -> losses[exit] + pass[exit] / passes.size());
        }
        update(step);
        return losses;
    }

    private void update(int step) {
        List<NDArray> gradients = optimizer.weights().stream().map(NDArray::getGradient).toList();
        try {
            double norm = Math.sqrt(student.squaredNorm(gradients)) / lossScale;
            if (Double.isFinite(norm)) {
                double clip = Math.min(1, settings.maxGradientNorm() / (norm + 1e-6));
                double rate =
                        settings.learningRate()
                                * settings.schedule()
                                        .factor(step, settings.warmUp(), settings.steps());
                optimizer.step(gradients, step + 1, clip / lossScale, rate, settings.weightDecay());
            } else if (type == DataType.FLOAT16 && lossScale > 1) {
                // The step is left out; the next one has smaller gradients.
                lossScale /= 2;
            } else {
                throw new ExitBenchException(
                        "The loss is no longer finite in step "
                                + (step + 1)
                                + "; lower the learning rate. The last stored state is intact.");
            }
        } finally {
            gradients.forEach(NDArray::close);
        }
    }

    /** Adds one pass's gradients to those of the weights. */
    private double[] accumulate(int[][] sequences, double[] weights, int passes) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector();
                NDManager step = student.manager().newSubManager()) {
            int deepest = layers[layers.length - 1];
            NDArray tokens = tokens(step, sequences, 0);
            NDArray targets = tokens(step, sequences, 1).flatten();
            TrainingPass pass = student.pass(step);
            LayerPass states =
                    recomputes
                            ? new RecomputedLayers(pass, step, tokens, deepest)
                            : new RecordedLayers(pass, collector, tokens, deepest);
            Teacher.Lesson lesson =
                    teacher.lesson(step, pass, states.state(deepest), tokens).orElse(null);
            ExitHeads.Found found =
                    heads.differentiate(
                            collector,
                            step,
                            pass,
                            states,
                            lesson,
                            targets,
                            weights,
                            lossScale / passes);
            if (!found.gradients().isEmpty()) {
                states.backward(found.gradients());
            }
            return found.numbers();
        }
    }

    private NDArray tokens(NDManager owner, int[][] sequences, int shift) {
        int length = settings.length();
        long[] flat = new long[sequences.length * length];
        for (int row = 0; row < sequences.length; row++) {
            for (int i = 0; i < length; i++) {
                flat[row * length + i] = sequences[row][i + shift];
            }
        }
        return owner.create(flat, new Shape(sequences.length, length));
    }

    /**
     * @return what losses are multiplied by; it is halved where a step was left out
     */
    public double lossScale() {
        return lossScale;
    }

    void lossScale(double scale) {
        lossScale = scale;
    }

    AdamW optimizer() {
        return optimizer;
    }

    /**
     * @return the model in training
     */
    public TrainableDecoder decoder() {
        return student;
    }

    /**
     * @return the trained blocks, or null if the model itself is trained
     */
    public ExitBlocks blocks() {
        return blocks;
    }

    @Override
    public void close() {
        teacher.close();
        student.close();
    }
}
