package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.exitbench.model.ExitBlocks;
import io.exitbench.model.TrainableDecoder;
import io.exitbench.model.TrainingPass;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exits' losses of one pass. Each exit's logits are computed, differentiated and freed by
 * themselves on a detached copy of its hidden state, of large vocabularies for a range of tokens
 * after the other, so no more than one exit's logits are in memory.
 */
final class ExitHeads {
    /** One GiB of them in float32, of which a loss and its derivative need a few. */
    static final long LARGEST_LOGITS = 1L << 28;

    private final FineTuneSettings settings;
    private final int[] layers;
    private final TrainableDecoder student;

    /** Null if the model itself is trained. */
    private final ExitBlocks blocks;

    private final long largestLogits;

    ExitHeads(
            FineTuneSettings settings,
            int[] layers,
            TrainableDecoder student,
            ExitBlocks blocks,
            long largestLogits) {
        this.settings = settings;
        this.layers = layers;
        this.student = student;
        this.blocks = blocks;
        this.largestLogits = largestLogits;
    }

    /**
     * What a pass found.
     *
     * @param losses mean of each exit in nats, a scalar each; null where the exit was left out
     * @param gradients at the states, by layer; none if the layers are not trained
     */
    record Found(NDArray[] losses, SortedMap<Integer, NDArray> gradients) {
        /** Waits for the device. */
        double[] numbers() {
            return Arrays.stream(losses)
                    .mapToDouble(loss -> loss == null ? Double.NaN : loss.getFloat())
                    .toArray();
        }
    }

    /**
     * Adds to the head's gradients, and to those of exit blocks.
     *
     * @param collector that records
     * @param step owner of what is found
     * @param pass of the model in training
     * @param states of its layers
     * @param lesson of the teacher, or null
     * @param targets {@code [tokens]}, the true next tokens
     * @param weights of the exits, 0 for those left out
     * @param scale of all weights
     * @return losses, and gradients at the states
     */
    Found differentiate(
            GradientCollector collector,
            NDManager step,
            TrainingPass pass,
            LayerPass states,
            Teacher.Lesson lesson,
            NDArray targets,
            double[] weights,
            double scale) {
        NDArray[] losses = new NDArray[layers.length];
        SortedMap<Integer, NDList> gradients = new TreeMap<>();
        long all = targets.size();
        for (RowRange range : ranges(all)) {
            try (NDManager part = step.newSubManager()) {
                NDArray truth = DetachedRows.slice(targets, range, part);
                NDArray soft = lesson == null ? null : lesson.softTargets(part, range, truth);
                double share = (double) range.count() / all;
                for (int exit = 0; exit < layers.length; exit++) {
                    boolean last = exit == layers.length - 1;
                    if (weights[exit] == 0 || last && blocks != null) {
                        continue;
                    }
                    boolean distils = soft != null && (settings.distilAll() || last);
                    try (NDManager head = part.newSubManager()) {
                        NDArray rows = DetachedRows.of(states.state(layers[exit]), range, head);
                        NDArray loss =
                                pass.loss(head, input(head, rows, exit), distils ? soft : truth);
                        collector.backward(loss.mul(weights[exit] * scale * share));
                        losses[exit] = plus(step, losses[exit], loss, share);
                        if (blocks == null) {
                            NDArray gradient = rows.getGradient();
                            gradient.attach(step);
                            gradients
                                    .computeIfAbsent(layers[exit], layer -> new NDList())
                                    .add(gradient);
                        }
                    }
                }
            }
        }
        return new Found(losses, joined(step, gradients, states));
    }

    private List<RowRange> ranges(long tokens) {
        long vocabulary = student.model().config().vocabularySize();
        return RowRange.split(tokens, Math.max(1, largestLogits / vocabulary));
    }

    /** What the shared norm and head read: the states, or what an exit's block makes of them. */
    private NDArray input(NDManager head, NDArray rows, int exit) {
        if (blocks != null) {
            return student.exitBlock(head, blocks.blocks().get(layers[exit]), rows);
        }
        rows.setRequiresGradient(true);
        return rows;
    }

    private static NDArray plus(NDManager step, NDArray before, NDArray loss, double share) {
        NDArray value = loss.stopGradient();
        NDArray weighted = share == 1 ? value : value.mul((float) share);
        NDArray sum = before == null ? weighted : before.add(weighted);
        sum.attach(step);
        return sum;
    }

    private static SortedMap<Integer, NDArray> joined(
            NDManager step, SortedMap<Integer, NDList> gradients, LayerPass states) {
        SortedMap<Integer, NDArray> joined = new TreeMap<>();
        gradients.forEach(
                (layer, parts) -> {
                    NDArray rows = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 0);
                    NDArray shaped = rows.reshape(states.state(layer).getShape());
                    shaped.attach(step);
                    parts.close();
                    rows.close();
                    joined.put(layer, shaped);
                });
        return joined;
    }
}
