package io.exitbench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.weights.WeightSource;
import java.util.List;

/**
 * A model whose kernels run on the processor, in float32.
 *
 * @param name of its checkpoint
 * @param model without them
 * @param decoding its kernels
 * @param integers for its sessions
 * @param session with kernels
 * @param plain one without
 */
record HostModel(
        String name,
        DecoderModel model,
        FusedDecoding decoding,
        IntegerConstants integers,
        KernelSession session,
        DecoderSession plain) {
    static final int CANDIDATES = 64;
    private static final int RANK = 136;
    private static final int WINDOW = 160;

    static HostModel load(Checkpoint checkpoint) {
        DecoderModel model =
                checkpoint.load(
                        new DecoderOptions(Device.cpu(), DataType.FLOAT32, WINDOW, 1)
                                .withCandidates(CANDIDATES)
                                .withPreviewRank(RANK));
        Architecture architecture = model.config().architecture();
        List<NDArray> weights;
        try (WeightSource files = WeightSource.open(checkpoint.folder())) {
            StoredTensors source = new StoredTensors(checkpoint.folder(), files, architecture);
            weights =
                    DecoderWeights.load(
                            model.manager(), architecture, source, WINDOW, model.typed());
        }
        FusedDecoding decoding =
                FusedDecoding.of(model.config(), weights, model.head().preview(), DataType.FLOAT32);
        IntegerConstants integers = new IntegerConstants(WINDOW);
        KernelSession session =
                new KernelSession(
                        model,
                        model.program(),
                        integers::get,
                        own ->
                                decoding.kernels(
                                        model.manager(),
                                        model.typed(),
                                        own.cache().layers(),
                                        WINDOW,
                                        1,
                                        own::table));
        return new HostModel(
                checkpoint.name(), model, decoding, integers, session, model.newSession());
    }

    /**
     * @param slots completions
     * @param capacity positions of each
     */
    KernelBatchSession newBatch(int slots, int capacity) {
        return new KernelBatchSession(
                model,
                model.program(),
                slots,
                capacity,
                false,
                own ->
                        decoding.kernels(
                                model.manager(),
                                model.typed(),
                                own.caches().layers(),
                                capacity,
                                slots,
                                own::table));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Not {@code close}, as JUnit would close it with the first test that is given it. */
    void free() {
        session.close();
        plain.close();
        integers.close();
        decoding.close();
        model.close();
    }
}
