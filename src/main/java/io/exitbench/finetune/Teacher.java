package io.exitbench.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.TrainableDecoder;
import io.exitbench.model.TrainingPass;

/**
 * What the exits are to predict besides the true tokens: the distribution of the last layer, of a
 * second copy of the base when distilling, else of the model in training itself.
 */
final class Teacher implements AutoCloseable {
    private final FineTuneSettings settings;
    private final int layers;
    private final TrainableDecoder base;

    private Teacher(FineTuneSettings settings, int layers, TrainableDecoder base) {
        this.settings = settings;
        this.layers = layers;
        this.base = base;
    }

    /** Loads the base a second time if the mode needs it. */
    static Teacher of(
            FineTuneSettings settings, Checkpoint base, Device device, DataType type, int threads) {
        boolean distils = settings.mode() == TuningMode.DISTIL;
        return new Teacher(
                settings,
                base.config().layers(),
                distils
                        ? new TrainableDecoder(base, device, type, settings.length(), threads)
                        : null);
    }

    /**
     * @param step owner of the result
     * @param pass of the model in training
     * @param last its states after the last layer
     * @param tokens {@code [sequences, length]}, what it read
     * @param targets {@code [sequences · length]}, the true next tokens
     * @return distributions {@code [sequences · length, vocabulary]}, or null if only the true
     *     tokens count
     */
    NDArray softTargets(
            NDManager step, TrainingPass pass, NDArray last, NDArray tokens, NDArray targets) {
        if (settings.mode() == TuningMode.FULL || settings.distillation() == 0) {
            return null;
        }
        TrainingPass teaching = base == null ? pass : base.pass(step);
        NDArray state = base == null ? last : teaching.states(tokens, layers).get(layers);
        float share = (float) settings.distillation();
        return teaching.softTargets(DetachedRows.of(state, step), targets, share);
    }

    @Override
    public void close() {
        if (base != null) {
            base.close();
        }
    }
}
