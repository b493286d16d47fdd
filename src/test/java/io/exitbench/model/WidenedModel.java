package io.exitbench.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.TreeMap;

/**
 * A model that computes in float32 with the very weights that it has in float16, so that what
 * float16 does to it can be told. Random weights have to be drawn in float16 for that.
 */
public final class WidenedModel {
    private static final float DEVIATION = 0.02f;
    private static final int SEED = 420;

    private WidenedModel() {}

    /**
     * @param model whose weights are stored in float16, or drawn
     * @param options with float32
     * @return the model, which the caller closes
     */
    public static DecoderModel load(LoadableModel model, DecoderOptions options) {
        if (model.hasMeaning()) {
            return model.load(options);
        }
        // As RandomModel draws them.
        Engine.getEngine(DecoderModel.ENGINE).setRandomSeed(SEED);
        TensorSource source =
                (part, target, row) -> {
                    Shape shape = new Shape(part.shape());
                    try (NDArray drawn =
                                    target.getManager()
                                            .randomNormal(0, DEVIATION, shape, DataType.FLOAT16);
                            NDArray wide = drawn.toType(DataType.FLOAT32, false)) {
                        target.set(new NDIndex(row + ":" + (row + shape.get(0))), wide);
                    }
                };
        return new DecoderModel(
                model.config(),
                source,
                options,
                (manager, type) -> new ExitBlocks(new TreeMap<>()));
    }
}
