package io.exitbench.decode;

import io.exitbench.model.BatchSession;
import io.exitbench.model.RowStates;
import java.util.List;

/** {@link KvPolicy#PROPAGATE} in a batch: rows that leave together are projected together. */
final class BatchPropagatingDriver implements BatchDriver {
    private final BatchSession session;
    private final int layers;
    private final int prefillDepth;
    private final Wave wave = new Wave();
    private final BatchWork work = new BatchWork();

    BatchPropagatingDriver(BatchSession session, Prefill prefill, int layers) {
        this.session = session;
        this.layers = layers;
        prefillDepth = prefill.layers(layers);
    }

    @Override
    public void prefill(List<BatchRow> fresh) {
        fresh.forEach(row -> session.begin(row.slot()));
        List<BatchRow> prompted = BatchPrefill.prompted(fresh);
        if (prompted.isEmpty()) {
            return;
        }
        try (RowStates state = BatchPrefill.run(session, prompted, prefillDepth)) {
            work.prefill(prompted, prefillDepth);
            if (prefillDepth < layers) {
                session.propagate(state);
                work.projectPrompts(prompted, layers - prefillDepth);
            }
        }
    }

    @Override
    public void begin(List<BatchRow> active) {
        wave.begin(active, BatchPrefill.embedTokens(session, active));
    }

    @Override
    public void runTo(int layer) {
        work.run(wave.rows(), layer - wave.layer(), new int[wave.rows().size()]);
        wave.reach(session.forward(wave.states(), layer));
    }

    @Override
    public Wave wave() {
        return wave;
    }

    @Override
    public void leave(int[] leaving, int[] staying) {
        int skipped = layers - wave.layer();
        if (skipped > 0 && leaving.length > 0) {
            try (RowStates exits = wave.states().select(leaving)) {
                session.propagate(exits);
            }
            work.project(wave.rows(), leaving, skipped);
        }
        wave.keep(staying);
    }

    @Override
    public void release(BatchRow row) {
        // Its slot is begun anew.
    }

    @Override
    public void close() {
        wave.close();
        session.close();
    }
}
