package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which stored tensors stand, stacked, in each array of a trainer's optimizer. */
record OptLayout(int layers) {
    List<List<String>> names() {
        List<List<String>> names = new ArrayList<>();
        names.add(List.of("embed_tokens.weight"));
        names.add(List.of("embed_positions.weight"));
        names.add(List.of("final_layer_norm.weight"));
        names.add(List.of("final_layer_norm.bias"));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "layers." + layer + ".";
            for (List<String> parts :
                    List.of(
                            List.of("self_attn_layer_norm"),
                            List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
                            List.of("self_attn.out_proj"),
                            List.of("final_layer_norm"),
                            List.of("fc1"),
                            List.of("fc2"))) {
                for (String kind : List.of(".weight", ".bias")) {
                    names.add(parts.stream().map(part -> prefix + part + kind).toList());
                }
            }
        }
        return names;
    }

    /** Puts an array of the optimizer, or its gradient or mean, side by side with the reference. */
    static double[] stacked(ReferenceOpt reference, List<String> names, boolean gradient) {
        return names.stream()
                .map(reference::tensor)
                .flatMapToDouble(
                        tensor -> Arrays.stream(gradient ? tensor.gradient() : tensor.values()))
                .toArray();
    }

    static float[] floats(NDArray array) {
        try (NDArray copy = array.duplicate()) {
            return copy.toFloatArray();
        }
    }

    static float[] gradient(NDArray weight) {
        try (NDArray gradient = weight.getGradient()) {
            return gradient.toFloatArray();
        }
    }
}
