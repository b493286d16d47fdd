package io.exitbench.agent;

import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.util.List;

/**
 * A learned net, perhaps one for all prices.
 *
 * @param net at the price 1, or whatever the price
 * @param price what ln λ adds to each first hidden unit; empty if the net was learned for one price
 */
public record TrainedPolicy(ExitNet net, float[] price) {
    /** For one price alone. */
    static final float[] NONE = {};

    /**
     * The net that decides at a price.
     *
     * @param lambda how many right tokens a full-depth token is worth, above 0
     * @return the net, with the price folded into its first layers
     */
    public ExitNet at(double lambda) {
        if (price.length == 0) {
            return net;
        }
        float logarithm = (float) Math.log(lambda);
        List<DenseLayer> first = net.first().stream().map(layer -> at(layer, logarithm)).toList();
        return new ExitNet(net.normalised(), net.rowWidth(), net.numbers(), first, net.rest());
    }

    private DenseLayer at(DenseLayer layer, float logarithm) {
        float[] biases = layer.biases().clone();
        for (int i = 0; i < biases.length; i++) {
            biases[i] += price[i] * logarithm;
        }
        return new DenseLayer(layer.inputs(), layer.outputs(), layer.weights(), biases);
    }
}
