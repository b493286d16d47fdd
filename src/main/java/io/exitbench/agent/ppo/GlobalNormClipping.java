package io.exitbench.agent.ppo;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Shortens the gradient over all parameters together. DL4J's own clipping knows only single layers
 * and single arrays; PPO's published settings clip the whole.
 */
final class GlobalNormClipping extends BaseTrainingListener {
    private final double longest;

    /**
     * @param longest largest norm of the mean gradient of a sample
     */
    GlobalNormClipping(double longest) {
        this.longest = longest;
    }

    @Override
    public void onGradientCalculation(Model model) {
        // Between this call and the optimiser DL4J divides by the batch size.
        INDArray gradient = ((ComputationGraph) model).getFlattenedGradients();
        double norm = gradient.norm2Number().doubleValue() / model.batchSize();
        if (norm > longest) {
            gradient.muli(longest / norm);
        }
    }
}
