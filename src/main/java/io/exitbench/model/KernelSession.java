package io.exitbench.model;

import ai.djl.pytorch.jni.IValue;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A completion whose tokens run in {@link RowKernels}: one at a time, or up to {@link
 * RowKernels#MOST} that catch up together ({@link #forwardScattered}). Longer runs of tokens,
 * prompts above all, go through PyTorch's operators as in any session, which are made for them; so
 * do several rows that go forward or are propagated in one call.
 */
final class KernelSession extends DecoderSession {
    private final DecoderModel model;
    private final TorchProgram program;
    private final StateTables tables;
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
        tables = new StateTables(model, program, cache().capacity());
        try {
            kernels = makeKernels.apply(this);
        } catch (RuntimeException e) {
            closeStates();
            throw e;
        }
    }

    /** The states after a layer at the places of all positions. */
    StateTable table(int layer) {
        return tables.of(layer);
    }

    @Override
    void adopted() {
        kernels.adopt();
    }

    @Override
    HiddenState embed(int token, int at) {
        Objects.checkIndex(token, model.config().vocabularySize());
        long[] place = {at};
        kernels.embed(new int[] {token}, place);
        return state(0, place);
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
        tables.place(state.source(), state.layer(), state.positions());
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
        tables.place(state.source(), state.layer(), state.positions());
        kernels.propagate(state.layer(), state.positions());
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
        tables.close();
        super.close();
    }
}
