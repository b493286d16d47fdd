package io.exitbench.model;

import java.util.ArrayList;
import java.util.List;

/**
 * An {@link ExitNet} that Java evaluates, on a CPU. Its sums have a fixed order, so that equal
 * states give equal bits on every machine.
 */
final class HostNet {
    private final ExitNet net;
    private final HeadRows head;
    private final RowReader reader;
    private final List<RowProducts> rowProducts = new ArrayList<>();

    /**
     * @param head of the model
     * @param reader of the model's rows
     */
    HostNet(ExitNet net, HeadRows head, RowReader reader) {
        this.net = net;
        this.head = head;
        this.reader = reader;
        if (net.readsRow()) {
            net.first()
                    .forEach(layer -> rowProducts.add(new RowProducts(layer, net.width(), head)));
        }
    }

    /**
     * @param exitIndex which exit, from 0
     * @param state the hidden state there, one row
     * @param token predicted there, for a net that reads its head row
     * @param given the numbers that the net reads besides
     * @return as {@link ExitNet#score(int, float[])}
     */
    float score(int exitIndex, HiddenState state, int token, float[] given) {
        DenseLayer layer = net.first().get(exitIndex);
        float[] units = layer.biases().clone();
        layer.add(net.normalised() ? state.headInput(reader) : state.onHost(reader), 0, units);
        int numbersAt = net.width();
        if (net.readsRow()) {
            rowProducts.get(exitIndex).add(token, units);
            numbersAt += head.width();
        }
        layer.add(given, numbersAt, units);
        return net.score(units);
    }
}
