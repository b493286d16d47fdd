package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import io.exitbench.model.TrainingPass;
import java.util.List;
import java.util.SortedMap;

/** Layers that run once and keep what their derivative needs. */
final class RecordedLayers implements LayerPass {
    private final TrainingPass pass;
    private final GradientCollector collector;
    private final NDList states;

    /**
     * Runs the layers.
     *
     * @param tokens {@code [sequences, length]}
     * @param layers how many
     */
    RecordedLayers(TrainingPass pass, GradientCollector collector, NDArray tokens, int layers) {
        this.pass = pass;
        this.collector = collector;
        states = pass.states(tokens, layers);
    }

    @Override
    public NDArray state(int layer) {
        return states.get(layer);
    }

    @Override
    public void backward(SortedMap<Integer, NDArray> gradients) {
        List<NDArray> reached = gradients.keySet().stream().map(states::get).toList();
        collector.backward(pass.carry(reached, List.copyOf(gradients.values())));
    }
}
