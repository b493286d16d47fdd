package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.weights.WeightSource;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * A model that computes in float32 with the very weights that it has in a type of sixteen bits, so
 * that what computing in that type does to it can be told.
 */
public final class WidenedModel {
    private WidenedModel() {}

    /**
     * @param model whose weights are stored, or drawn
     * @param type that the weights are rounded to
     * @param options with float32
     * @return the model, which the caller closes
     */
    public static DecoderModel load(LoadableModel model, DataType type, DecoderOptions options) {
        if (model instanceof RandomModel random) {
            return load(random.config(), random.tensors(), type, options, null);
        }
        Path folder = ((Checkpoint) model).folder();
        try (WeightSource weights = WeightSource.open(folder)) {
            Architecture architecture = model.config().architecture();
            TensorSource stored = new StoredTensors(folder, weights, architecture);
            return load(model.config(), stored, type, options, folder);
        }
    }

    private static DecoderModel load(
            ModelConfig config,
            TensorSource source,
            DataType type,
            DecoderOptions options,
            Path blocks) {
        TensorSource widened =
                (part, target, row, tensors) -> {
                    try (NDManager temporary = target.getManager().newSubManager();
                            TypedTensors narrow = TypedTensors.of(temporary, type)) {
                        NDArray rounded = narrow.empty(new Shape(part.shape()), temporary);
                        source.load(part, rounded, 0, narrow);
                        tensors.put(target, row, rounded.toType(DataType.FLOAT32, false));
                    }
                };
        return new DecoderModel(
                config,
                widened,
                options,
                (manager, wide) ->
                        blocks == null
                                ? new ExitBlocks(new TreeMap<>())
                                : ExitBlocks.read(blocks, config, manager, wide));
    }
}
