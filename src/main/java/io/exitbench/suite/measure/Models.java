package io.exitbench.suite.measure;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import java.util.Optional;

/** The model of a suite and, if that was tuned and its plan asks for it, the one before tuning. */
final class Models implements AutoCloseable {
    private final DecoderModel model;
    private final Optional<DecoderModel> base;

    /**
     * @param model of the suite
     * @param base it was tuned from, if that is measured
     * @param options for both
     */
    Models(LoadableModel model, Optional<LoadableModel> base, DecoderOptions options) {
        this.model = model.load(options);
        try {
            this.base = base.map(untuned -> untuned.load(options));
        } catch (RuntimeException | Error e) {
            this.model.close();
            throw e;
        }
    }

    DecoderModel model() {
        return model;
    }

    /** Empty if the model was not tuned, or its base is not measured. */
    Optional<DecoderModel> base() {
        return base;
    }

    @Override
    public void close() {
        base.ifPresent(DecoderModel::close);
        model.close();
    }
}
