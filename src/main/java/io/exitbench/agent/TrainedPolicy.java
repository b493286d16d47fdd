package io.exitbench.agent;

import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.util.ArrayList;
import java.util.List;

/**
 * A learned net, perhaps one for all prices.
 *
 * @param net at the price 1, or whatever the price
 * @param price what ln λ adds to each exit's first hidden units, one exit after the other; empty if
 *     the net was learned for one price
 * @param askedAbove for each exit the price up to which it was never left on what the net learned
 *     from, 0 if it always may be; empty if nobody looked
 */
public record TrainedPolicy(ExitNet net, float[] price, float[] askedAbove) {
    /** For one price alone, or every exit asked. */
    static final float[] NONE = {};

    /**
     * Whether the net is asked at an exit: where it never leaves, evaluating it gains nothing.
     *
     * @param lambda how many right tokens a full-depth token is worth, above 0
     * @return for each exit
     */
    public boolean[] asks(double lambda) {
        boolean[] asks = new boolean[net.first().size()];
        for (int exit = 0; exit < asks.length; exit++) {
            asks[exit] = askedAbove.length == 0 || lambda > askedAbove[exit];
        }
        return asks;
    }

    /**
     * @param prices as in the record
     * @return the same policy, asked so
     */
    TrainedPolicy askedAbove(float[] prices) {
        return new TrainedPolicy(net, price, prices);
    }

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
        List<DenseLayer> first = new ArrayList<>();
        for (int exit = 0; exit < net.first().size(); exit++) {
            first.add(at(exit, logarithm));
        }
        return new ExitNet(net.normalised(), net.rowWidth(), net.numbers(), first, net.rest());
    }

    private DenseLayer at(int exit, float logarithm) {
        DenseLayer layer = net.first().get(exit);
        float[] biases = layer.biases().clone();
        for (int i = 0; i < biases.length; i++) {
            biases[i] += price[exit * biases.length + i] * logarithm;
        }
        return new DenseLayer(layer.inputs(), layer.outputs(), layer.weights(), biases);
    }
}
