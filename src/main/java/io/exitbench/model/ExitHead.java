package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.HashMap;
import java.util.Map;

/**
 * What turns the hidden state after a layer into logits: the exit's own block, if it has one, then
 * the final norm and the LM head that all exits share. It belongs to a model and ends with it.
 */
public final class ExitHead {
    private final NDManager manager;
    private final TorchProgram program;
    private final IValue weights;
    private final NDArray lmHead;
    private final Map<Integer, IValue> blocks = new HashMap<>();
    private final Map<Integer, Long> blockMultiplyAdds = new HashMap<>();

    ExitHead(
            NDManager manager,
            TorchProgram program,
            IValue weights,
            NDArray lmHead,
            ExitBlocks exitBlocks) {
        this.manager = manager;
        this.program = program;
        this.weights = weights;
        this.lmHead = lmHead;
        exitBlocks
                .blocks()
                .forEach(
                        (layer, block) -> {
                            blocks.put(layer, IValue.listFrom(block.toArray(PtNDArray[]::new)));
                            blockMultiplyAdds.put(layer, ExitBlocks.multiplyAdds(block));
                        });
    }

    /**
     * Logits of one token.
     *
     * @param state one row after a layer
     * @return {@code [1, vocabulary]}, which the caller closes
     * @throws IllegalArgumentException if there are more rows
     */
    public Logits logits(HiddenState state) {
        if (state.rows() != 1) {
            throw new IllegalArgumentException(
                    "Logits are of one token, not of " + state.rows() + ".");
        }
        return new Logits(program, logits(state.value(), state.layer()));
    }

    /**
     * Logits of several completions' tokens, for which the head's weights are read once.
     *
     * @param states rows after a layer
     * @return the logits, which the caller closes
     */
    public RowLogits logits(RowStates states) {
        return new RowLogits(program, manager, logits(states.value(), states.layer()));
    }

    /**
     * Multiply-adds of one token in an exit's own block.
     *
     * @param layer of the exit, 1-based
     * @return weights of its matrix products, 0 if it has no block
     */
    public long blockMultiplyAdds(int layer) {
        return blockMultiplyAdds.getOrDefault(layer, 0L);
    }

    /**
     * Logits of any number of rows.
     *
     * @param states {@code [.., hidden]} after a layer
     * @param layer that layer, 1-based
     * @param owner of the result
     * @return {@code [.., vocabulary]}
     */
    public NDArray logits(NDArray states, int layer, NDManager owner) {
        try (IValue argument = IValue.from((PtNDArray) states);
                IValue result = logits(argument, layer)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    private IValue logits(IValue state, int layer) {
        IValue block = blocks.get(layer);
        if (block == null) {
            return program.call("logits", weights, state);
        }
        try (IValue adapted = program.call("exit_block", block, state)) {
            return program.call("logits", weights, adapted);
        }
    }

    /**
     * What an exit says of each of several tokens: the same four numbers, from the same arithmetic,
     * that {@link Logits} gives for one.
     *
     * @param states {@code [rows, hidden]} after a layer
     * @param layer that layer, 1-based
     */
    public Predictions predict(NDArray states, int layer) {
        try (NDManager temporary = manager.newSubManager();
                IValue argument = IValue.from((PtNDArray) states);
                IValue logits = logits(argument, layer)) {
            return new Predictions(
                    rows("argmax_rows", logits, temporary).toLongArray(),
                    rows("top_probability_rows", logits, temporary).toFloatArray(),
                    rows("margin_rows", logits, temporary).toFloatArray(),
                    rows("entropy_rows", logits, temporary).toFloatArray());
        }
    }

    private NDArray rows(String method, IValue logits, NDManager owner) {
        try (IValue result = program.call(method, logits)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    /**
     * An exit's predictions for several tokens.
     *
     * @param argmax the most probable token of each row
     * @param topProbability its probability, in (0, 1]
     * @param margin over the second most probable token's, in [0, 1]
     * @param entropy of each row's distribution in nats
     */
    public record Predictions(
            long[] argmax, float[] topProbability, float[] margin, float[] entropy) {}

    /**
     * The final norm, which a net over hidden states may be trained on, without the LM head.
     *
     * @param states {@code [.., hidden]}
     * @param owner of the result
     * @return {@code [.., width]}, {@link ModelConfig#headInputSize()} wide
     */
    public NDArray normalise(NDArray states, NDManager owner) {
        try (IValue argument = IValue.from((PtNDArray) states);
                IValue result = program.call("final_norm", weights, argument)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    /**
     * Rows of the LM head.
     *
     * @param tokens vocabulary indices
     * @return for each token the weights of its logit over normalised states, float32
     */
    public float[][] rows(int[] tokens) {
        float[][] rows = new float[tokens.length][];
        try (NDManager temporary = manager.newSubManager()) {
            for (int i = 0; i < rows.length; i++) {
                NDArray row = lmHead.get(temporary, tokens[i]);
                rows[i] = row.toType(DataType.FLOAT32, false).toFloatArray();
            }
        }
        return rows;
    }

    void close() {
        blocks.values().forEach(IValue::close);
    }
}
