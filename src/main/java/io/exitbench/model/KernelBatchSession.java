package io.exitbench.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Completions whose tokens run in {@link RowKernels}: one of each at a time, those that catch up
 * beside them, and those whose missing keys and values are propagated together. Prompts and other
 * texts go through PyTorch's operators, which are made for them: several tokens of a completion
 * that were embedded at once, and any more of them than {@link RowKernels#MOST}.
 */
final class KernelBatchSession extends BatchSession {
    private final int vocabulary;
    private final int layers;
    private final StateTables tables;
    private final RowKernels kernels;

    /**
     * @param slots completions at most
     * @param capacity positions of each
     * @param makeKernels over this session's caches and tables
     */
    KernelBatchSession(
            DecoderModel model,
            TorchProgram program,
            int slots,
            int capacity,
            boolean together,
            Function<KernelBatchSession, RowKernels> makeKernels) {
        super(model, program, slots, capacity, together);
        vocabulary = model.config().vocabularySize();
        layers = model.config().layers();
        tables = new StateTables(model, program, (long) slots * capacity);
        try {
            kernels = makeKernels.apply(this);
        } catch (RuntimeException e) {
            closeStates();
            throw e;
        }
    }

    /** The states after a layer at the places of all slots. */
    StateTable table(int layer) {
        return tables.of(layer);
    }

    @Override
    RowStates embedSingle(int[] slots, int[] tokens, long[] positions) {
        for (int token : tokens) {
            Objects.checkIndex(token, vocabulary);
        }
        long[] places = places(slots, positions);
        kernels.embed(tokens, places);
        return states(new TableRows(table(0), kernels, places), slots, positions, 0);
    }

    @Override
    public RowStates forward(RowStates state, int layer) {
        if (isForOperators(state)) {
            return super.forward(state, layer);
        }
        claim(state, layer);
        long[] places = places(state);
        tables.place(state.source(), state.layer(), places);
        if (layer > state.layer()) {
            kernels.run(state.layer(), layer, places);
        }
        return state.after(new TableRows(table(layer), kernels, places), layer);
    }

    @Override
    public void propagate(RowStates state) {
        if (isForOperators(state)) {
            super.propagate(state);
            return;
        }
        claim(state, layers);
        long[] places = places(state);
        tables.place(state.source(), state.layer(), places);
        kernels.propagate(state.layer(), places);
    }

    /** Whether the rows are runs of tokens that operators began, or longer than kernels take. */
    private static boolean isForOperators(RowStates state) {
        int[] starts = state.spanStarts();
        int longest =
                IntStream.range(1, starts.length)
                        .map(i -> starts[i] - starts[i - 1])
                        .max()
                        .orElse(0);
        return longest > RowKernels.MOST || longest > 1 && !(state.source() instanceof TableRows);
    }

    private long[] places(RowStates state) {
        return places(state.slots(), state.positions());
    }

    private long[] places(int[] slots, long[] positions) {
        long[] places = new long[slots.length];
        Arrays.setAll(places, row -> (long) slots[row] * caches().capacity() + positions[row]);
        return places;
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
