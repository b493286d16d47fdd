package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What strategies ask of a row beyond its whole head, on a CPU. It is computed in Java from one
 * copy of the row: calling PyTorch for some twenty small operators takes several times as long as
 * they do.
 */
final class HostDecisions implements AutoCloseable {
    /** How many times as many tokens as candidates there must be for a screen to be worth it. */
    private static final int SCREENED = 16;

    private final NDManager manager;
    private final NDArray lmHead;
    private final HeadRows rows;
    private final RowReader reader;
    private final boolean exact;
    private Optional<HeadScreen> screen = Optional.empty();
    private boolean lookedForScreen;

    private HostDecisions(
            NDManager manager, NDArray lmHead, HeadRows rows, RowReader reader, boolean exact) {
        this.manager = manager;
        this.lmHead = lmHead;
        this.rows = rows;
        this.reader = reader;
        this.exact = exact;
    }

    /**
     * @param manager of the model
     * @param lmHead {@code [vocabulary, width]}
     * @param reader makes what reads the model's rows
     * @param exact whether the model's logits are products with these rows, and not with some that
     *     are kept in fewer bits
     * @return nothing if Java cannot read the head
     */
    static Optional<HostDecisions> of(
            NDManager manager, NDArray lmHead, Supplier<RowReader> reader, boolean exact) {
        return HeadRows.of(lmHead)
                .map(rows -> new HostDecisions(manager, lmHead, rows, reader.get(), exact));
    }

    /**
     * Brings a net to where Java evaluates it.
     *
     * @param net for states of this model
     */
    HostNet net(ExitNet net) {
        return new HostNet(net, rows, reader);
    }

    /**
     * Finds the best tokens without evaluating the whole head.
     *
     * @param state one row, which has no exit block of its own
     * @param count how many
     * @return the candidates, which the caller closes; nothing if the head has to be evaluated
     */
    Optional<Candidates> choose(HiddenState state, int count) {
        if (!exact || (long) count * SCREENED > rows.count()) {
            return Optional.empty();
        }
        return screen().flatMap(made -> made.best(state.headInput(reader), count))
                .map(tokens -> new Candidates(manager, new CandidateRows(rows, tokens)));
    }

    /** Made for the first who looks at candidates; sessions may ask from threads of their own. */
    private synchronized Optional<HeadScreen> screen() {
        if (!lookedForScreen) {
            lookedForScreen = true;
            screen = HeadScreen.of(manager, lmHead, rows);
        }
        return screen;
    }

    /**
     * What a row says among candidates.
     *
     * @param state one row, which has no exit block of its own
     * @param candidates of its token
     */
    Predictions among(HiddenState state, Candidates candidates) {
        return candidates.rows(rows).among(state.headInput(reader));
    }

    @Override
    public void close() {
        reader.close();
        screen.ifPresent(HeadScreen::close);
    }
}
