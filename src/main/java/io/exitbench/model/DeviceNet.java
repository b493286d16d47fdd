package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.exitbench.ExitBenchException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * An {@link ExitNet} where a model evaluates it: by kernels, in Java where the model's weights are
 * within its reach, else by operators. Its arithmetic is float32 whatever the model's is.
 */
public final class DeviceNet implements AutoCloseable {
    private final NDManager manager;
    private final TorchProgram program;
    private final IValue weights;
    private final IValue[] layersOfExit;
    private final IValue normalised;
    private final NetLayers net;
    private final Optional<HostNet> host;
    private final int vocabulary;
    private final long multiplyAdds;

    DeviceNet(
            NDManager parent,
            ModelConfig config,
            TorchProgram program,
            IValue weights,
            Optional<HostDecisions> onHost,
            ExitNet net) {
        int width = config.stateSize(net.normalised());
        if (net.width() != width) {
            throw new ExitBenchException(
                    "The exit net reads hidden states of width "
                            + net.width()
                            + " but the model's are "
                            + width
                            + " wide; train an agent for this model.");
        }
        this.program = program;
        this.weights = weights;
        vocabulary = config.vocabularySize();
        manager = parent.newSubManager();
        List<NDArray> shared = new ArrayList<>();
        for (int i = 0; i < net.rest().size(); i++) {
            boolean last = i == net.rest().size() - 1;
            add(last ? withoutSpareLogit(net.rest().get(i)) : net.rest().get(i), shared);
        }
        List<List<NDArray>> ofExit = new ArrayList<>();
        layersOfExit = new IValue[net.first().size()];
        for (int exit = 0; exit < layersOfExit.length; exit++) {
            List<NDArray> tensors = new ArrayList<>();
            add(net.first().get(exit), tensors);
            tensors.addAll(shared);
            ofExit.add(tensors);
            layersOfExit[exit] = IValue.listFrom(tensors.toArray(PtNDArray[]::new));
        }
        normalised = IValue.from(net.normalised());
        List<Integer> outputs =
                IntStream.range(0, ofExit.get(0).size() / 2)
                        .mapToObj(layer -> (int) ofExit.get(0).get(2 * layer + 1).size())
                        .toList();
        this.net =
                new NetLayers(
                        ofExit,
                        outputs,
                        net.normalised(),
                        net.readsRow(),
                        net.numbers(),
                        new HeadRowShares(manager, program, weights, width));
        multiplyAdds = multiplyAdds(net);
        host = onHost.map(decisions -> decisions.net(net));
    }

    private static long multiplyAdds(ExitNet net) {
        long sum = products(net.first().get(0));
        for (int i = 0; i < net.rest().size(); i++) {
            boolean last = i == net.rest().size() - 1;
            DenseLayer layer = net.rest().get(i);
            sum += products(last ? withoutSpareLogit(layer) : layer);
        }
        return sum;
    }

    private static long products(DenseLayer layer) {
        return (long) layer.inputs() * layer.outputs();
    }

    /** PyTorch keeps weights as [outputs, inputs]. */
    private void add(DenseLayer layer, List<NDArray> tensors) {
        float[] transposed = new float[layer.weights().length];
        for (int in = 0; in < layer.inputs(); in++) {
            for (int out = 0; out < layer.outputs(); out++) {
                transposed[out * layer.inputs() + in] = layer.weights()[in * layer.outputs() + out];
            }
        }
        tensors.add(owned(transposed, new Shape(layer.outputs(), layer.inputs())));
        tensors.add(owned(layer.biases(), new Shape(layer.outputs())));
    }

    private NDArray owned(float[] values, Shape shape) {
        try (NDArray borrowed = manager.create(values, shape)) {
            return OwnedTensor.copy(borrowed, DataType.FLOAT32, manager);
        }
    }

    /** Of two logits only the difference matters. */
    private static DenseLayer withoutSpareLogit(DenseLayer last) {
        if (last.outputs() != 2) {
            return last;
        }
        float[] difference = new float[last.inputs()];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = last.weights()[2 * i + 1] - last.weights()[2 * i];
        }
        float[] bias = {last.biases()[1] - last.biases()[0]};
        return new DenseLayer(last.inputs(), 1, difference, bias);
    }

    /**
     * @return weights that one evaluation meets in matrix products, float32, at any exit
     */
    public long multiplyAdds() {
        return multiplyAdds;
    }

    /**
     * Evaluates the net; waits for the device once.
     *
     * @param exitIndex which exit, from 0
     * @param state the hidden state there, one row
     * @param token predicted there, for a net that reads its head row
     * @param given the numbers that the net reads besides
     * @return as {@link ExitNet#score}
     * @throws IllegalArgumentException if the net reads another count of numbers, or there are more
     *     rows
     * @throws IndexOutOfBoundsException if the net reads the head row of a token that is none
     */
    public float score(int exitIndex, HiddenState state, int token, float[] given) {
        if (given.length != net.numbers()) {
            throw new IllegalArgumentException(
                    "The net reads " + net.numbers() + " numbers, not " + given.length);
        }
        if (state.rows() != 1) {
            throw new IllegalArgumentException(
                    "The net reads the state of one token, not of " + state.rows());
        }
        if (net.readsRow()) {
            Objects.checkIndex(token, vocabulary);
        }
        if (state.source() instanceof TableRows rows) {
            OptionalDouble answer = rows.score(net, exitIndex, token, given);
            if (answer.isPresent()) {
                return (float) answer.getAsDouble();
            }
        }
        return host.map(java -> java.score(exitIndex, state, token, given))
                .orElseGet(() -> byOperators(exitIndex, state, token, given));
    }

    /**
     * Looks at candidates and evaluates a net that reads what they say, in one call that waits for
     * the device once.
     *
     * @param exitIndex which exit, from 0
     * @param state the hidden state there, one row, of an exit without a block of its own
     * @param candidates of its token
     * @param evidence of the exits before, which is left as it is
     * @return what both say, or nothing if they have to be asked one after the other
     * @throws IllegalArgumentException if the net reads another count of numbers
     */
    public Optional<Judgement> judge(
            int exitIndex, HiddenState state, Candidates candidates, CandidateEvidence evidence) {
        if (net.numbers() != 0 && net.numbers() != evidence.numbers().length) {
            throw new IllegalArgumentException(
                    "The net reads "
                            + net.numbers()
                            + " numbers, not "
                            + evidence.numbers().length);
        }
        return state.source() instanceof TableRows rows
                ? rows.judge(net, exitIndex, candidates, evidence)
                : Optional.empty();
    }

    float byOperators(int exitIndex, HiddenState state, int token, float[] given) {
        double[] wide = new double[given.length];
        Arrays.setAll(wide, i -> given[i]);
        try (IValue row = IValue.from(net.readsRow() ? (long) token : -1L);
                IValue evidence = IValue.listFrom(wide);
                IValue result =
                        program.call(
                                "exit_score",
                                weights,
                                layersOfExit[exitIndex],
                                state.value(),
                                normalised,
                                row,
                                evidence)) {
            return (float) result.toDouble();
        }
    }

    @Override
    public void close() {
        for (IValue layers : layersOfExit) {
            layers.close();
        }
        normalised.close();
        manager.close();
    }
}
