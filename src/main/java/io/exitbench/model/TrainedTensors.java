package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.exitbench.model.Architecture.Slot;
import io.exitbench.model.TensorSource.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds stored tensors in a decoder's flat weight list, where some of them are stacked. */
final class TrainedTensors {
    /** Rows {@code from} to {@code to} of a weight. */
    private record Place(NDArray tensor, long from, long to) {}

    private final Map<String, Place> places = new HashMap<>();

    TrainedTensors(Architecture architecture, List<NDArray> tensors) {
        List<Slot> globals = architecture.globalSlots();
        for (int i = 0; i < globals.size(); i++) {
            add(globals.get(i), tensors.get(i));
        }
        int next = architecture.globalCount();
        for (int layer = 0; layer < architecture.config().layers(); layer++) {
            for (Slot slot : architecture.layerSlots(layer)) {
                add(slot, tensors.get(next++));
            }
        }
        // A tied head that some tools store a second time.
        places.putIfAbsent("lm_head.weight", places.get("embed_tokens.weight"));
    }

    private void add(Slot slot, NDArray tensor) {
        long row = 0;
        for (Part part : slot.parts()) {
            places.put(part.name(), new Place(tensor, row, row + part.shape()[0]));
            row += part.shape()[0];
        }
    }

    /**
     * The values of a tensor.
     *
     * @param name without prefix
     * @return row-major values, or null if the model has no such tensor
     */
    float[] values(String name) {
        Place place = places.get(name);
        if (place == null) {
            return null;
        }
        try (NDArray rows =
                place.tensor.get(new NDIndex(place.from + ":" + place.to)).duplicate()) {
            return rows.toFloatArray();
        }
    }
}
