package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.exitbench.model.TrainingPass;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Layers that keep their inputs alone and run a second time, one by one from the last, when their
 * derivative is wanted (Chen et al., arXiv 1604.06174). So one layer's activations and one layer's
 * weights in the compute type are in memory, not all.
 */
final class RecomputedLayers implements LayerPass {
    private final TrainingPass pass;
    private final NDManager step;
    private final NDArray tokens;
    private final List<NDArray> states = new ArrayList<>();

    /**
     * Runs the layers, recording nothing.
     *
     * @param step owner of the states
     * @param tokens {@code [sequences, length]}
     * @param layers how many
     */
    RecomputedLayers(TrainingPass pass, NDManager step, NDArray tokens, int layers) {
        this.pass = pass;
        this.step = step;
        this.tokens = tokens;
        states.add(unrecorded(() -> pass.embed(step, tokens)));
        for (int layer = 0; layer < layers; layer++) {
            try (NDManager own = step.newSubManager()) {
                int index = layer;
                NDArray state = unrecorded(() -> pass.layer(own, index, states.get(index)));
                state.attach(step);
                states.add(state);
            }
        }
    }

    private static NDArray unrecorded(Supplier<NDArray> forward) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return forward.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    @Override
    public NDArray state(int layer) {
        return states.get(layer);
    }

    @Override
    public void backward(SortedMap<Integer, NDArray> gradients) {
        int layer = gradients.lastKey();
        NDArray gradient = gradients.get(layer);
        while (layer > 0) {
            layer--;
            gradient = throughLayer(layer, gradient, gradients.get(layer));
        }
        try (NDManager own = step.newSubManager()) {
            differentiate(pass.embed(own, tokens), gradient);
        }
    }

    /** From behind a layer to before it, where an exit may add its own. */
    private NDArray throughLayer(int layer, NDArray behind, NDArray exit) {
        try (NDManager own = step.newSubManager()) {
            NDArray input = states.get(layer).stopGradient();
            input.attach(own);
            input.setRequiresGradient(true);
            differentiate(pass.layer(own, layer, input), behind);
            NDArray before = input.getGradient();
            before.attach(own);
            NDArray sum = exit == null ? before : before.add(exit);
            sum.attach(step);
            behind.close();
            return sum;
        }
    }

    private static void differentiate(NDArray result, NDArray gradient) {
        JniUtils.backward((PtNDArray) result, (PtNDArray) gradient, false, false);
    }
}
