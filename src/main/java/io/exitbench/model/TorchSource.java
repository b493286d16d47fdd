package io.exitbench.model;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Joins what all decoders share with an architecture's own methods to one TorchScript source. */
public final class TorchSource {
    /** Attribute of the module that has 8-bit matrices by their place in the weight list. */
    static final String PACKED = "packed";

    /** What PyTorch calls types in a source. */
    private static final Map<DataType, Integer> NUMBERS =
            Map.of(DataType.FLOAT16, 5, DataType.FLOAT32, 6, DataType.BFLOAT16, 15);

    private TorchSource() {}

    /**
     * Reads a part of a source.
     *
     * @param beside a class of the package that the file lies in
     * @param name of the file
     * @return its text
     */
    public static String read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @return what decoding needs, without words in braces
     */
    static String decoder(Architecture architecture) {
        return decoder(architecture, "products.torchscript", "", "");
    }

    /**
     * @return the same over matrices that {@code pack} keeps in 8 bits
     */
    static String eightBitDecoder(Architecture architecture) {
        return decoder(
                architecture,
                "eight-bit-products.torchscript",
                "  "
                        + PACKED
                        + " : Dict[int, __torch__.torch.classes.quantized.LinearPackedParamsBase]",
                "");
    }

    /**
     * @return what makes and fills tensors of bfloat16
     */
    static String bfloatTensors() {
        return withoutComments(read(TorchSource.class, "bfloat16.torchscript"));
    }

    private static String decoder(
            Architecture architecture, String products, String attributes, String more) {
        String source =
                (read(TorchSource.class, "decoder.torchscript") + more)
                        .replace("{{attributes}}", attributes)
                        .replace("{{products}}", read(TorchSource.class, products));
        for (Map.Entry<String, String> word : words(architecture).entrySet()) {
            source = source.replace("{{" + word.getKey() + "}}", word.getValue());
        }
        return withoutComments(source);
    }

    /**
     * @param type compute type
     * @return what decoding needs, and what training needs besides
     */
    static String training(Architecture architecture, DataType type) {
        String more =
                read(TorchSource.class, "training.torchscript")
                        .replace("{{compute_type}}", Integer.toString(NUMBERS.get(type)));
        return decoder(architecture, "products.torchscript", "", more);
    }

    /** The methods come first, since they have words of their own. */
    private static Map<String, String> words(Architecture architecture) {
        ModelConfig config = architecture.config();
        Map<String, String> words = new LinkedHashMap<>();
        words.put("architecture", architecture.methods());
        words.put("global", Integer.toString(architecture.globalCount()));
        words.put("tables", Integer.toString(architecture.globalSlots().size()));
        words.put("positions", Integer.toString(architecture.globalCount() - 1));
        words.put("layer", Integer.toString(architecture.layerSlots(0).size()));
        words.put("lm_head", "1");
        words.put("hidden", Integer.toString(config.hiddenSize()));
        words.put("heads", Integer.toString(config.heads()));
        words.put("kv_heads", Integer.toString(config.keyValueHeads()));
        words.put("group", Integer.toString(config.heads() / config.keyValueHeads()));
        words.put("head", Integer.toString(config.headSize()));
        words.put("sliding_window", Integer.toString(config.slidingWindow().width()));
        words.put("sliding_layers", slidingLayers(config));
        words.putAll(architecture.constants());
        return words;
    }

    private static String slidingLayers(ModelConfig config) {
        return IntStream.range(0, config.layers())
                .mapToObj(layer -> spelled(config.slidingWindow().covers(layer)))
                .collect(Collectors.joining(", "));
    }

    /**
     * @param value of a constant
     * @return TorchScript's spelling of a boolean
     */
    public static String spelled(boolean value) {
        return value ? "True" : "False";
    }

    private static String withoutComments(String source) {
        List<String> lines = new ArrayList<>(source.lines().toList());
        lines.removeIf(line -> line.isBlank() || line.stripLeading().startsWith("#"));
        return String.join("\n", lines) + "\n";
    }
}
