package io.exitbench.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The TorchScript methods of an architecture and, in the order in which they read them, its
 * weights. Decoding and training run the same methods.
 */
public interface Architecture {
    /**
     * @return what fixes the arithmetic
     */
    ModelConfig config();

    /**
     * The architecture's own methods: {@code embed}, {@code rotary}, {@code queries_keys_values},
     * {@code keys_values}, {@code finish} and {@code final_norm}.
     *
     * @return TorchScript, with words in braces
     */
    String methods();

    /**
     * @return values of the words in braces that only this architecture has
     */
    Map<String, String> constants();

    /**
     * @return weights outside the layers, in the order of the source: the embedding table first and
     *     the LM head second; tables come after them
     */
    List<Slot> globalSlots();

    /**
     * @param layer counted from 0
     * @return its weights, in the order of the source; as many in every layer
     */
    List<Slot> layerSlots(int layer);

    /**
     * Tables computed from the configuration, before the last one, which holds the positions.
     *
     * @param positions rows of each table
     * @return row-major values
     */
    default List<float[]> tables(int positions) {
        return List.of();
    }

    /**
     * @param positions rows of each table
     * @return shapes of {@link #tables}
     */
    default List<long[]> tableShapes(int positions) {
        return List.of();
    }

    /**
     * @return what a name may begin with in files written by different tools, the usual one first
     */
    List<String> prefixes();

    /**
     * @return whether the LM head is the embedding table, so that files may hold either alone
     */
    boolean hasTiedHead();

    /**
     * What kernels for single tokens have to know.
     *
     * @return empty if the architecture does what they cannot
     */
    default Optional<FusedLayers> fusedLayers() {
        return Optional.empty();
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
     * One named tensor and the shape the configuration demands.
     *
     * @param name without the prefix that tools disagree on
     * @param shape row-major
     */
    record Part(String name, long... shape) {}

    /**
     * A place in the weight list.
     *
     * @param parts stored tensors that are stacked along their first axis; none if this model
     *     leaves the place empty
     */
    record Slot(List<Part> parts) {
        /**
         * @param name in the checkpoint
         * @param shape that the stored tensor must have
         * @return a place of one tensor
         */
        public static Slot of(String name, long... shape) {
            return new Slot(List.of(new Part(name, shape)));
        }

        /**
         * @param there whether this model has it
         * @param name in the checkpoint
         * @param shape that the stored tensor must have
         * @return a place of one tensor, or an empty one
         */
        public static Slot optional(boolean there, String name, long... shape) {
            return there ? of(name, shape) : none();
        }

        /**
         * @param parts from the first rows to the last
         * @return a place of several tensors
         */
        public static Slot stacked(Part... parts) {
            return new Slot(List.of(parts));
        }

        /**
         * @return a place this model leaves empty
         */
        public static Slot none() {
            return new Slot(List.of());
        }
    }
}
