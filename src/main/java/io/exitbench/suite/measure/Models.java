package io.exitbench.suite.measure;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import java.util.Optional;

/**
 * The model of a suite and, if its plan asks for them, the one before tuning and the model's
 * weights in 8 bits.
 */
final class Models implements AutoCloseable {
    private final DecoderModel model;
    private Optional<DecoderModel> base = Optional.empty();
    private Optional<DecoderModel> eightBit = Optional.empty();

    /**
     * @param model of the suite
     * @param base it was tuned from, if that is measured
     * @param options for all
     * @param plan that asks for them
     */
    Models(
            LoadableModel model,
            Optional<LoadableModel> base,
            DecoderOptions options,
            SuitePlan plan) {
        this.model = model.load(options);
        try {
            this.base = base.map(untuned -> untuned.load(options));
            if (plan.runs().stream().anyMatch(RunRecord::eightBit)) {
                eightBit = Optional.of(model.load(options.withEightBitWeights()));
            }
        } catch (RuntimeException | Error e) {
            close();
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

    /**
     * @throws java.util.NoSuchElementException if the plan has no such run
     */
    DecoderModel of(RunRecord run) {
        if (run.base()) {
            return base.orElseThrow();
        }
        return run.eightBit() ? eightBit.orElseThrow() : model;
    }

    @Override
    public void close() {
        eightBit.ifPresent(DecoderModel::close);
        base.ifPresent(DecoderModel::close);
        model.close();
    }
}
