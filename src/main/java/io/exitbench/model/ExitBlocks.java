package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import io.exitbench.model.weights.TensorInfo;
import io.exitbench.model.weights.WeightSource;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Small trained blocks over a frozen model, one for an exit layer: a bottleneck (Houlsby et al.,
 * arXiv 1902.00751) that is added to the hidden state before the shared final norm and LM head.
 * Deeper layers and later tokens see the state without it.
 *
 * <p>A block is four arrays: {@code down.weight [bottleneck, hidden]}, {@code down.bias}, {@code
 * up.weight [hidden, bottleneck]} and {@code up.bias}. They are stored in {@value #FILE} beside the
 * model's weights.
 *
 * @param blocks the arrays of each exit layer, 1-based; their manager owns them
 */
public record ExitBlocks(SortedMap<Integer, List<NDArray>> blocks) {
    /** File beside {@code model.safetensors}. */
    public static final String FILE = "exit_blocks.safetensors";

    private static final List<String> PARTS =
            List.of("down.weight", "down.bias", "up.weight", "up.bias");

    /**
     * Blocks that change nothing yet: what goes up is 0.
     *
     * @param layers exit layers
     * @param hidden width of the model
     * @param bottleneck width between down and up
     * @param seed of the random numbers on the way down
     * @param owner of the arrays
     * @return a block for each layer: down {@code [bottleneck, hidden]} drawn with variance
     *     1/hidden, up {@code [hidden, bottleneck]} and both biases 0
     */
    public static ExitBlocks untrained(
            List<Integer> layers, int hidden, int bottleneck, long seed, NDManager owner) {
        Random random = new Random(seed);
        float deviation = (float) Math.sqrt(1.0 / hidden);
        SortedMap<Integer, List<NDArray>> blocks = new TreeMap<>();
        for (int layer : layers) {
            float[] down = new float[bottleneck * hidden];
            for (int i = 0; i < down.length; i++) {
                down[i] = deviation * (float) random.nextGaussian();
            }
            try (NDManager temporary = owner.newSubManager()) {
                NDArray borrowed = temporary.create(down, new Shape(bottleneck, hidden));
                blocks.put(
                        layer,
                        List.of(
                                OwnedTensor.copy(borrowed, DataType.FLOAT32, owner),
                                owner.zeros(new Shape(bottleneck)),
                                owner.zeros(new Shape(hidden, bottleneck)),
                                owner.zeros(new Shape(hidden))));
            }
        }
        return new ExitBlocks(blocks);
    }

    /**
     * Reads the blocks beside a checkpoint's weights.
     *
     * @param folder of the checkpoint
     * @param config of the model
     * @param owner of the arrays
     * @param type compute type
     * @return the blocks, none if the checkpoint has none
     * @throws ExitBenchException if the file does not fit the model
     */
    public static ExitBlocks read(Path folder, ModelConfig config, NDManager owner, DataType type) {
        SortedMap<Integer, List<NDArray>> blocks = new TreeMap<>();
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new ExitBlocks(blocks);
        }
        try (WeightSource weights = WeightSource.openFile(file);
                TypedTensors typed = TypedTensors.of(owner, type)) {
            for (int layer = 1; layer <= config.layers(); layer++) {
                if (weights.names().contains(name(layer, PARTS.get(0)))) {
                    blocks.put(layer, block(weights, file, config, layer, owner, typed));
                }
            }
        }
        return new ExitBlocks(blocks);
    }

    private static List<NDArray> block(
            WeightSource weights,
            Path file,
            ModelConfig config,
            int layer,
            NDManager owner,
            TypedTensors typed) {
        long hidden = config.hiddenSize();
        long bottleneck = weights.info(name(layer, PARTS.get(1))).elements();
        List<List<Long>> shapes =
                List.of(
                        List.of(bottleneck, hidden),
                        List.of(bottleneck),
                        List.of(hidden, bottleneck),
                        List.of(hidden));
        List<NDArray> block = new ArrayList<>();
        for (int i = 0; i < PARTS.size(); i++) {
            TensorInfo info = weights.info(name(layer, PARTS.get(i)));
            if (!info.shape().equals(shapes.get(i))) {
                throw new ExitBenchException(
                        "Tensor %s in %s has shape %s but the model needs %s; the exit blocks belong to another model."
                                .formatted(info.name(), file, info.shape(), shapes.get(i)));
            }
            float[] values = new float[Math.toIntExact(info.elements())];
            weights.readFloats(info.name(), 0, FloatBuffer.wrap(values));
            try (NDManager temporary = owner.newSubManager()) {
                NDArray borrowed = temporary.create(values, new Shape(info.dimensions()));
                block.add(typed.copy(borrowed, owner));
            }
        }
        return block;
    }

    /**
     * Writes the blocks beside a checkpoint's weights.
     *
     * @param folder of the checkpoint
     * @param type storage type
     */
    public void write(Path folder, StorageType type) {
        Map<String, NDArray> named = new TreeMap<>();
        blocks.forEach(
                (layer, block) -> {
                    for (int i = 0; i < PARTS.size(); i++) {
                        named.put(name(layer, PARTS.get(i)), block.get(i));
                    }
                });
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        named.forEach((name, array) -> tensors.add(declared(name, array, type)));
        try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve(FILE), tensors)) {
            named.forEach(
                    (name, array) -> writer.append(name, FloatBuffer.wrap(array.toFloatArray())));
            writer.commit();
        }
    }

    /** Weights that a token meets in a block's two products. */
    static long multiplyAdds(List<NDArray> block) {
        return block.get(0).size() + block.get(2).size();
    }

    private static SafetensorsWriter.Tensor declared(String name, NDArray array, StorageType type) {
        List<Long> shape = new ArrayList<>();
        for (long size : array.getShape().getShape()) {
            shape.add(size);
        }
        return new SafetensorsWriter.Tensor(name, type, shape);
    }

    private static String name(int layer, String part) {
        return "exits." + layer + "." + part;
    }
}
