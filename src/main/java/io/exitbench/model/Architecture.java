package io.exitbench.model;

import io.exitbench.model.TensorSource.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The TorchScript source of an architecture and, in the order in which that source reads them, its
 * weights.
 */
sealed interface Architecture permits OptArchitecture, LlamaArchitecture {

    static Architecture of(ModelConfig config) {
        if (config instanceof OptConfig opt) {
            return new OptArchitecture(opt);
        }
        return new LlamaArchitecture((LlamaConfig) config);
    }

    ModelConfig config();

    /** Name of the resource that holds the architecture's own methods. */
    String resource();

    /** Values of the words in braces that only this architecture has. */
    Map<String, String> constants();

    /** Weights outside the layers, in the order of the source; tables come after them. */
    List<Slot> globalSlots();

    /** Weights of one layer, counted from 0, in the order of the source. */
    List<Slot> layerSlots(int layer);

    /** Tables computed from the configuration, before the last one, which holds the positions. */
    List<float[]> tables(int positions);

    /** Shapes of {@link #tables}. */
    List<long[]> tableShapes(int positions);

    /** What a name may begin with in files written by different tools, the usual one first. */
    List<String> prefixes();

    /** Whether the LM head is the embedding table, so that files may hold either alone. */
    boolean hasTiedHead();

    /** A place in the weight list: stored tensors that are stacked along their first axis. */
    record Slot(List<Part> parts) {
        static Slot of(String name, long... shape) {
            return new Slot(List.of(new Part(name, shape)));
        }

        static Slot stacked(Part... parts) {
            return new Slot(List.of(parts));
        }

        /** A place this model leaves empty. */
        static Slot none() {
            return new Slot(List.of());
        }
    }

    /**
     * Number of weights and tables outside the layers.
     *
     * @return position of the first layer's first weight
     */
    default int globalCount() {
        return globalSlots().size() + tables(1).size() + 1;
    }

    /**
     * Joins the common and the architecture's own source.
     *
     * @return TorchScript without words in braces
     */
    default String source() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("architecture", read(resource()));
        words.put("global", Integer.toString(globalCount()));
        words.put("positions", Integer.toString(globalCount() - 1));
        words.put("layer", Integer.toString(layerSlots(0).size()));
        words.put("lm_head", "1");
        words.put("hidden", Integer.toString(config().hiddenSize()));
        words.put("heads", Integer.toString(config().heads()));
        words.put("kv_heads", Integer.toString(config().keyValueHeads()));
        words.put("group", Integer.toString(config().heads() / config().keyValueHeads()));
        words.put("head", Integer.toString(config().headSize()));
        words.putAll(constants());
        String source = read("decoder.torchscript");
        for (Map.Entry<String, String> word : words.entrySet()) {
            source = source.replace("{{" + word.getKey() + "}}", word.getValue());
        }
        return withoutComments(source);
    }

    /**
     * As {@link #source()}, with what training needs besides.
     *
     * @return TorchScript without words in braces
     */
    default String trainingSource() {
        return source() + withoutComments(read("training.torchscript"));
    }

    private static String withoutComments(String source) {
        List<String> lines = new ArrayList<>(source.lines().toList());
        lines.removeIf(line -> line.isBlank() || line.stripLeading().startsWith("#"));
        return String.join("\n", lines) + "\n";
    }

    private static String read(String resource) {
        try (InputStream in = Architecture.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TorchScript's spelling of a boolean. */
    static String spelled(boolean value) {
        return value ? "True" : "False";
    }
}
