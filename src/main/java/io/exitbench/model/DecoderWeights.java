package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.Architecture.Part;
import io.exitbench.model.Architecture.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The flat weight list that the TorchScript source indexes: weights and tables outside the layers,
 * then the weights of each layer.
 */
final class DecoderWeights {
    private final List<NDArray> tensors = new ArrayList<>();
    private final Map<Slot, NDArray> loaded = new HashMap<>();
    private final NDManager manager;
    private final TensorSource source;
    private final TypedTensors typed;

    private DecoderWeights(NDManager manager, TensorSource source, TypedTensors typed) {
        this.manager = manager;
        this.source = source;
        this.typed = typed;
    }

    /**
     * Loads all weights, each straight into its place, so that the host holds no second copy of the
     * model.
     *
     * @param manager owner of the tensors
     * @param positions size of the position tables
     * @param typed makes tensors of the compute type
     */
    static List<NDArray> load(
            NDManager manager,
            Architecture architecture,
            TensorSource source,
            int positions,
            TypedTensors typed) {
        DecoderWeights weights = new DecoderWeights(manager, source, typed);
        architecture.globalSlots().forEach(weights::add);
        weights.addTables(architecture, positions);
        for (int layer = 0; layer < architecture.config().layers(); layer++) {
            architecture.layerSlots(layer).forEach(weights::add);
        }
        return List.copyOf(weights.tensors);
    }

    private void add(Slot slot) {
        // Tied embeddings are one slot in two places and must stay one tensor.
        tensors.add(slot.parts().isEmpty() ? empty() : loaded.computeIfAbsent(slot, this::tensor));
    }

    private NDArray tensor(Slot slot) {
        long[] shape = slot.parts().get(0).shape().clone();
        shape[0] = slot.parts().stream().mapToLong(part -> part.shape()[0]).sum();
        NDArray stacked = typed.empty(new Shape(shape), manager);
        long row = 0;
        for (Part part : slot.parts()) {
            source.load(part, stacked, row, typed);
            row += part.shape()[0];
        }
        return stacked;
    }

    private NDArray empty() {
        return typed.zeros(new Shape(1), manager);
    }

    private void addTables(Architecture architecture, int positions) {
        List<float[]> tables = architecture.tables(positions);
        List<long[]> shapes = architecture.tableShapes(positions);
        for (int i = 0; i < tables.size(); i++) {
            try (NDManager temporary = manager.newSubManager()) {
                NDArray table = temporary.create(tables.get(i), new Shape(shapes.get(i)));
                tensors.add(typed.copy(table, manager));
            }
        }
        tensors.add(manager.arange(0, positions, 1, DataType.INT64));
    }
}
