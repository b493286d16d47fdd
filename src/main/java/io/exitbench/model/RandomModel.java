package io.exitbench.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.exitbench.ExitBenchException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The shape of a published model with random weights, so that speed and energy can be measured
 * where the weights cannot be had. What it writes means nothing.
 *
 * @param name {@code random:} and the shape
 * @param config of the shape
 * @param tokenizerFolder of any tokenizer whose vocabulary is not larger
 */
public record RandomModel(String name, ModelConfig config, Path tokenizerFolder)
        implements LoadableModel {
    /** Begins the name of every model with random weights. */
    public static final String PREFIX = "random:";

    private static final float DEVIATION = 0.02f;

    private static final int SEED = 420;

    /**
     * Finds a shape.
     *
     * @param name such as {@code random:opt-2.7b}
     * @param tokenizerFolder of any tokenizer whose vocabulary is not larger
     * @return the model
     */
    public static RandomModel of(String name, Path tokenizerFolder) {
        Map<String, ModelConfig> shapes = Architectures.registered().shapes();
        ModelConfig config = shapes.get(name.substring(PREFIX.length()));
        if (config == null) {
            throw new ExitBenchException(
                    "There is no shape \"" + name + "\"; there are " + shapes.keySet() + ".");
        }
        return new RandomModel(name, config, tokenizerFolder);
    }

    @Override
    public boolean hasMeaning() {
        return false;
    }

    /** What it writes has no end. */
    @Override
    public Set<Integer> endTokens() {
        return Set.of();
    }

    @Override
    public DecoderModel load(DecoderOptions options) {
        return new DecoderModel(
                config, tensors(), options, (manager, type) -> new ExitBlocks(new TreeMap<>()));
    }

    /**
     * Draws weights, the same whenever they are drawn on one kind of device.
     *
     * @return what is drawn anew from here on
     */
    TensorSource tensors() {
        Engine.getEngine(DecoderModel.ENGINE).setRandomSeed(SEED);
        return (part, target, row, tensors) -> {
            Shape shape = new Shape(part.shape());
            try (NDArray values = tensors.normal(DEVIATION, shape, target.getManager())) {
                tensors.put(target, row, values);
            }
        };
    }

    @Override
    public String digest() {
        return name;
    }
}
