package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * Hidden states of one or more tokens after some layer, {@code [rows, hidden]}, on the model's
 * device and in its compute type, before the final norm. It knows where its tokens stand and which
 * layer it comes from, so that nobody can run it through the wrong one.
 */
public final class HiddenState implements AutoCloseable {
    private final TorchProgram program;
    private final StateRows rows;
    private final long[] positions;
    private final int layer;
    private float[] copy;
    private float[] headInput;

    /**
     * @param program of the model
     * @param value the tensor, which becomes this object's
     * @param positions of the rows, ascending; shared by the states of a token, never changed
     * @param layer layers that the rows have run through
     */
    HiddenState(TorchProgram program, IValue value, long[] positions, int layer) {
        this(program, new TensorRows(program, value), positions, layer);
    }

    /**
     * @param program of the model
     * @param rows where they are; they become this object's
     * @param positions of the rows, ascending; shared by the states of a token, never changed
     * @param layer layers that the rows have run through
     */
    HiddenState(TorchProgram program, StateRows rows, long[] positions, int layer) {
        this.program = program;
        this.rows = rows;
        this.positions = positions;
        this.layer = layer;
    }

    StateRows source() {
        return rows;
    }

    IValue value() {
        return rows.value();
    }

    long[] positions() {
        return positions;
    }

    int firstPosition() {
        return (int) positions[0];
    }

    int lastPosition() {
        return (int) positions[positions.length - 1];
    }

    /** Whether a causal mask is right for the rows: one row, or several from position 0 on. */
    boolean isCausal() {
        return positions.length == 1 || lastPosition() == positions.length - 1;
    }

    /**
     * @return number of tokens
     */
    public int rows() {
        return positions.length;
    }

    /**
     * @return layers that the tokens have run through: 0 for their embedding
     */
    public int layer() {
        return layer;
    }

    /**
     * One row of several, without copying.
     *
     * @param index from 0
     * @return the row, which the caller closes
     */
    public HiddenState row(int index) {
        return new HiddenState(program, rows.row(index), new long[] {positions[index]}, layer);
    }

    /**
     * Stacks states of one layer in the given order.
     *
     * @param states at least one, in ascending order of position
     * @return all their rows, which the caller closes
     * @throws IllegalArgumentException if layers differ or positions do not ascend
     */
    public static HiddenState concatenate(List<HiddenState> states) {
        HiddenState first = states.get(0);
        long[] positions = new long[states.stream().mapToInt(HiddenState::rows).sum()];
        int rows = 0;
        long before = -1;
        for (HiddenState part : states) {
            if (part.layer != first.layer || part.firstPosition() <= before) {
                throw new IllegalArgumentException(
                        "Rows that are stacked come from one layer and from ascending positions.");
            }
            System.arraycopy(part.positions, 0, positions, rows, part.rows());
            rows += part.rows();
            before = part.lastPosition();
        }
        StateRows all =
                StateRows.concatenate(
                        first.program, states.stream().map(HiddenState::source).toList());
        return new HiddenState(first.program, all, positions, first.layer);
    }

    /**
     * The tensor itself, still on the device.
     *
     * @param manager owner of the returned handle
     * @return {@code [rows, hidden]}
     */
    public NDArray toArray(NDManager manager) {
        return value().toTensor((PtNDManager) manager);
    }

    /** A single row on the host, copied when first asked for; shared. */
    float[] onHost(RowReader reader) {
        if (copy == null) {
            copy = reader.row(value());
        }
        return copy;
    }

    /** The same as the LM head reads it where the exit has no block. */
    float[] headInput(RowReader reader) {
        if (headInput == null) {
            headInput = reader.headInput(value());
        }
        return headInput;
    }

    @Override
    public void close() {
        rows.close();
    }
}
