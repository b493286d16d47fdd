package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of equal length that advance in lockstep at full depth with a K/V cache of their own:
 * first the prompts at once, then one token each. For recording traces, where one sequence at a
 * time would leave the machine idle. A batch belongs to the thread that began it; another one gets
 * an {@link IllegalStateException}.
 */
public final class SequenceBatch implements AutoCloseable {
    private final NDManager manager;
    private final ExitHead head;
    private final TorchProgram program;
    private final IValue weights;
    private final ThreadConfinement confinement = new ThreadConfinement("batch");
    private IValue keys;
    private IValue values;
    private final int positions;
    private int sequences;
    private int length;

    SequenceBatch(DecoderModel model, TorchProgram program, int sequences, int positions) {
        manager = model.manager();
        head = model.head();
        weights = model.weights();
        this.program = program;
        this.sequences = sequences;
        this.positions = positions;
        if (sequences < 1 || positions < 1 || positions > model.window()) {
            throw new IllegalArgumentException(
                    "A batch has at least one sequence, of 1 to "
                            + model.window()
                            + " positions; asked for were "
                            + sequences
                            + " of "
                            + positions
                            + ".");
        }
        keys = cache(positions, model.config().layers());
        values = cache(positions, model.config().layers());
    }

    private IValue cache(int positions, int layers) {
        try (IValue rows = IValue.from((long) sequences);
                IValue columns = IValue.from((long) positions);
                IValue count = IValue.from((long) layers)) {
            return program.call("batch_cache", weights, rows, columns, count);
        }
    }

    /**
     * Appends tokens to every sequence.
     *
     * @param tokens [sequences][t]; t is the prompt's length in the first call, then 1
     * @return the states at every sequence's last token, which the caller closes
     * @throws IllegalArgumentException if the sequences are others or do not fit
     */
    public LayerStates forward(int[][] tokens) {
        confinement.check();
        int t = tokens[0].length;
        if (tokens.length != sequences
                || length > 0 && t != 1
                || Arrays.stream(tokens).anyMatch(row -> row.length != t)) {
            throw new IllegalArgumentException(
                    "A batch of "
                            + sequences
                            + " sequences goes on as a whole: by prompts of one length, then by one"
                            + " token each.");
        }
        if (t < 1 || t > positions - length) {
            throw new IllegalArgumentException(
                    "A batch of "
                            + positions
                            + " positions has no room for "
                            + t
                            + " more after "
                            + length
                            + ".");
        }
        long[] flat = new long[sequences * t];
        for (int row = 0; row < sequences; row++) {
            for (int i = 0; i < t; i++) {
                flat[row * t + i] = tokens[row][i];
            }
        }
        try (NDArray ids = manager.create(flat, new Shape(sequences, t));
                IValue argument = IValue.from((PtNDArray) ids);
                IValue start = IValue.from((long) length);
                IValue states =
                        program.call("forward_together", weights, keys, values, argument, start)) {
            length += t;
            NDManager owner = manager.newSubManager();
            return new LayerStates(owner, head, List.of(states.toTensorArray((PtNDManager) owner)));
        }
    }

    /**
     * Drops all but some sequences.
     *
     * @param kept their numbers, ascending, at least one
     */
    public void keep(long[] kept) {
        confinement.check();
        try (NDArray rows = manager.create(kept);
                IValue argument = IValue.from((PtNDArray) rows)) {
            keys = replaced(keys, argument);
            values = replaced(values, argument);
        }
        sequences = kept.length;
    }

    private IValue replaced(IValue cache, IValue rows) {
        IValue smaller = program.call("keep", cache, rows);
        cache.close();
        return smaller;
    }

    @Override
    public void close() {
        keys.close();
        values.close();
    }
}
