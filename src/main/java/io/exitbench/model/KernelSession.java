package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A completion whose tokens run in {@link RowKernels}: one at a time, or up to sixteen that catch
 * up together ({@link #forwardScattered}). Longer runs of tokens, prompts above all, go through
 * PyTorch's operators as in any session, which are made for them; so do several rows that go
 * forward or are propagated in one call.
 */
final class KernelSession extends DecoderSession {
    private final DecoderModel model;
    private final TorchProgram program;
    private final NDManager manager;
    private final Map<Integer, StateTable> tables = new HashMap<>();
    private final RowKernels kernels;

    /**
     * @param makeKernels over this session's cache and tables
     */
    KernelSession(
            DecoderModel model,
            TorchProgram program,
            IntFunction<IValue> integers,
            Function<KernelSession, RowKernels> makeKernels) {
        super(model, program, integers);
        this.model = model;
        this.program = program;
        manager = model.manager().newSubManager();
        try {
            kernels = makeKernels.apply(this);
        } catch (RuntimeException e) {
            closeStates();
            throw e;
        }
    }

    /** The states after a layer; made when a layer is first reached. */
    StateTable table(int layer) {
        return tables.computeIfAbsent(layer, this::newTable);
    }

    private StateTable newTable(int layer) {
        Shape shape = new Shape(cache().capacity(), model.config().hiddenSize());
        NDArray zeros = model.typed().zeros(shape, manager);
        return new StateTable(manager, program, layer, zeros);
    }

    @Override
    void adopted() {
        kernels.adopt();
    }

    @Override
    HiddenState embed(int token, int at) {
        Objects.checkIndex(token, model.config().vocabularySize());
        kernels.embed(token, at);
        return state(0, new long[] {at});
    }

    @Override
    public HiddenState forward(HiddenState state, int layer) {
        if (state.rows() > 1) {
            return super.forward(state, layer);
        }
        return run(state, layer);
    }

    @Override
    public HiddenState forwardScattered(HiddenState state, int layer) {
        if (state.rows() > RowKernels.MOST) {
            return super.forwardScattered(state, layer);
        }
        return run(state, layer);
    }

    private HiddenState run(HiddenState state, int layer) {
        claim(state, layer);
        if (layer == state.layer()) {
            return state(layer, state.positions());
        }
        place(state);
        kernels.run(state.layer(), layer, state.positions());
        return state(layer, state.positions());
    }

    @Override
    public void propagate(HiddenState state) {
        if (state.rows() > 1) {
            super.propagate(state);
            return;
        }
        claim(state, model.config().layers());
        place(state);
        kernels.propagate(state.layer(), state.positions());
    }

    /** Brings rows that operators computed to where kernels look for them. */
    private void place(HiddenState state) {
        StateTable table = table(state.layer());
        if (!(state.source() instanceof TableRows rows && rows.isIn(table))) {
            table.put(state.positions(), state.value());
        }
    }

    private HiddenState state(int layer, long[] positions) {
        return new HiddenState(
                program, new TableRows(table(layer), kernels, positions), positions, layer);
    }

    @Override
    public void close() {
        try {
            kernels.close();
        } finally {
            closeStates();
        }
    }

    private void closeStates() {
        tables.values().forEach(StateTable::close);
        tables.clear();
        manager.close();
        super.close();
    }
}
