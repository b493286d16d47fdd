package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import io.exitbench.ExitBenchException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a model computes single tokens, decided once when it is loaded.
 *
 * @param decoding its kernels, if there are any
 * @param description for reports
 */
record Fusion(Optional<FusedDecoding> decoding, String description) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fusion.class);

    /**
     * Compiles kernels where that is wanted and can be.
     *
     * @param weights in the order of the architecture's slots
     * @param preview of the LM head, if candidates are chosen by one
     * @throws ExitBenchException if graphs are to be on and cannot
     */
    static Fusion of(
            ModelConfig config,
            List<NDArray> weights,
            Optional<HeadPreview> preview,
            DecoderOptions options) {
        boolean gpu = options.device().isGpu();
        if (options.graphs() == Graphs.OFF || !gpu && options.graphs() == Graphs.AUTO) {
            return new Fusion(Optional.empty(), "operators");
        }
        try {
            if (!gpu) {
                throw new ExitBenchException("the device is a CPU");
            }
            FusedDecoding decoding = FusedDecoding.of(config, weights, preview, options.type());
            return new Fusion(Optional.of(decoding), "graphs");
        } catch (ExitBenchException e) {
            if (options.graphs() == Graphs.ON) {
                throw new ExitBenchException(
                        "CUDA graphs are to be on but "
                                + e.getMessage()
                                + "; give auto or off (exitbench.graphs).",
                        e);
            }
            LOG.info("Tokens run one operator after another: {}.", e.getMessage());
            return new Fusion(Optional.empty(), "operators: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        decoding.ifPresent(FusedDecoding::close);
    }
}
