package io.exitbench.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.TrainableDecoder;
import io.exitbench.model.TrainingPass;
import java.util.Optional;

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

    /** Loads the base a second time if the mode needs it; it is not trained, so halves do. */
    static Teacher of(
            FineTuneSettings settings,
            LoadableModel base,
            Device device,
            DataType type,
            int threads) {
        boolean distils = settings.mode() == TuningMode.DISTIL;
        return new Teacher(
                settings,
                base.config().layers(),
                distils
                        ? new TrainableDecoder(base, device, type, type, settings.length(), threads)
                        : null);
    }

    /**
     * What one pass is taught.
     *
     * @param pass through the teaching model
     * @param last its states after the last layer
     * @param share of its prediction in the target
     */
    record Lesson(TrainingPass pass, NDArray last, float share) {
        /**
         * @param owner of the result
         * @param range of the tokens
         * @param targets {@code [tokens]}, the true next tokens
         * @return distributions {@code [tokens, vocabulary]}
         */
        NDArray softTargets(NDManager owner, RowRange range, NDArray targets) {
            NDArray rows = DetachedRows.of(last, range, owner);
            return pass.softTargets(owner, rows, targets, share);
        }
    }

    /**
     * @param step owner of what is made
     * @param pass of the model in training
     * @param last its states after the last layer
     * @param tokens {@code [sequences, length]}, what it read
     * @return empty if only the true tokens count
     */
    Optional<Lesson> lesson(NDManager step, TrainingPass pass, NDArray last, NDArray tokens) {
        if (settings.mode() == TuningMode.FULL || settings.distillation() == 0) {
            return Optional.empty();
        }
        float share = (float) settings.distillation();
        if (base == null) {
            return Optional.of(new Lesson(pass, last, share));
        }
        TrainingPass teaching = base.pass(step);
        NDArray state = teaching.states(tokens, layers).get(layers);
        return Optional.of(new Lesson(teaching, state, share));
    }

    @Override
    public void close() {
        if (base != null) {
            base.close();
        }
    }
}
