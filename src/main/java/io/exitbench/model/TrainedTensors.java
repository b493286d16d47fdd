package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.exitbench.model.Architecture.Part;
import io.exitbench.model.Architecture.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds stored tensors in a decoder's flat weight list, where some of them are stacked. */
final class TrainedTensors {
    /** Rows {@code from} to {@code to} of a weight. */
    private record Place(NDArray tensor, long from, long to) {}

    private final Map<String, Place> places = new HashMap<>();

    private final Map<String, String> partsByStoredName;
    private final List<String> prefixes;

    /**
     * @param partsByStoredName what each stored tensor was loaded as
     */
    TrainedTensors(
            Architecture architecture,
            List<NDArray> tensors,
            Map<String, String> partsByStoredName) {
        this.partsByStoredName = partsByStoredName;
        prefixes = architecture.prefixes();
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
     * The values of a tensor, by the name that it was loaded by; or those of the one that it is a
     * copy of, such as a tied head, which nobody loads.
     *
     * @param stored its name in the weight files
     * @return row-major values, or null if the model has no such tensor
     */
    float[] values(String stored) {
        Place place = places.get(partsByStoredName.getOrDefault(stored, withoutPrefix(stored)));
        if (place == null) {
            return null;
        }
        try (NDArray rows =
                place.tensor.get(new NDIndex(place.from + ":" + place.to)).duplicate()) {
            return rows.toFloatArray();
        }
    }

    private String withoutPrefix(String stored) {
        return prefixes.stream()
                .filter(stored::startsWith)
                .findFirst()
                .map(prefix -> stored.substring(prefix.length()))
                .orElse(stored);
    }
}
