package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
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
    private static final int OPT_VOCABULARY = 50_272;
    private static final int OPT_POSITIONS = 2048;
    private static final int LLAMA_VOCABULARY = 128_256;
    private static final int LLAMA_POSITIONS = 131_072;

    /**
     * Finds a shape.
     *
     * @param name such as {@code random:opt-2.7b}
     * @param tokenizerFolder of any tokenizer whose vocabulary is not larger
     * @return the model
     */
    public static RandomModel of(String name, Path tokenizerFolder) {
        Map<String, ModelConfig> shapes = shapes();
        ModelConfig config = shapes.get(name.substring(PREFIX.length()));
        if (config == null) {
            throw new ExitBenchException(
                    "There is no shape \"" + name + "\"; there are " + shapes.keySet() + ".");
        }
        return new RandomModel(name, config, tokenizerFolder);
    }

    private static Map<String, ModelConfig> shapes() {
        Map<String, ModelConfig> shapes = new TreeMap<>();
        shapes.put("opt-125m", opt(12, 768, 12));
        shapes.put("opt-1.3b", opt(24, 2048, 32));
        shapes.put("opt-2.7b", opt(32, 2560, 32));
        shapes.put("opt-6.7b", opt(32, 4096, 32));
        shapes.put("llama-3.2-1b", llama(16, 2048, 32, 64));
        shapes.put("llama-3.2-3b", llama(28, 3072, 24, 128));
        return shapes;
    }

    private static OptConfig opt(int layers, int hidden, int heads) {
        return new OptConfig(
                layers,
                hidden,
                heads,
                4 * hidden,
                hidden,
                OPT_VOCABULARY,
                OPT_POSITIONS,
                true,
                true);
    }

    private static LlamaConfig llama(int layers, int hidden, int heads, int headSize) {
        RotaryEmbedding rotary =
                new RotaryEmbedding(500_000, new RotaryEmbedding.Llama3(32, 1, 4, 8192));
        return new LlamaConfig(
                layers,
                hidden,
                heads,
                8,
                headSize,
                8192,
                LLAMA_VOCABULARY,
                LLAMA_POSITIONS,
                1e-5,
                rotary,
                true);
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
        TensorSource source =
                (part, target, row) -> {
                    try (NDArray values =
                            target.getManager()
                                    .randomNormal(
                                            0,
                                            DEVIATION,
                                            new Shape(part.shape()),
                                            options.type())) {
                        target.set(new NDIndex(row + ":" + (row + part.shape()[0])), values);
                    }
                };
        return new DecoderModel(
                config, source, options, (manager, type) -> new ExitBlocks(new TreeMap<>()));
    }

    @Override
    public String digest() {
        return name;
    }
}
