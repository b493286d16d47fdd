package io.exitbench.decode;

import io.exitbench.model.BatchSession;
import io.exitbench.model.RowStates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link KvPolicy#DEFER} and {@link KvPolicy#RECOMPUTE} in a batch: a completion's pending tokens
 * run their missing layers when its own next token goes deeper, in one pass with the other
 * completions' tokens.
 */
final class BatchCatchingUpDriver implements BatchDriver {
    private final BatchSession session;
    private final int layers;
    private final int prefillDepth;
    private final boolean keepsStates;
    private final Wave wave = new Wave();
    private final BatchWork work = new BatchWork();

    /** By slot, ascending by position; every entry is shallower than the model. */
    private final Map<Integer, List<PendingRow>> pending = new HashMap<>();

    BatchCatchingUpDriver(BatchSession session, Prefill prefill, int layers, boolean keepsStates) {
        this.session = session;
        this.layers = layers;
        this.keepsStates = keepsStates;
        prefillDepth = prefill.layers(layers);
    }

    @Override
    public void prefill(List<BatchRow> fresh) {
        for (BatchRow row : fresh) {
            session.begin(row.slot());
            pending.put(row.slot(), new ArrayList<>());
        }
        List<BatchRow> prompted = BatchPrefill.prompted(fresh);
        if (prompted.isEmpty()) {
            return;
        }
        try (RowStates state = BatchPrefill.run(session, prompted, prefillDepth)) {
            work.prefill(prompted, prefillDepth);
            int row = 0;
            for (BatchRow prompt : prompted) {
                int[] prefix = prompt.prefix();
                for (int i = 0; i < prefix.length; i++, row++) {
                    if (prefillDepth < layers) {
                        RowStates kept = keepsStates ? state.single(row) : null;
                        pending.get(prompt.slot())
                                .add(new PendingRow(prefix[i], i, prefillDepth, kept));
                    }
                }
            }
        }
    }

    @Override
    public void begin(List<BatchRow> active) {
        wave.begin(active, BatchPrefill.embedTokens(session, active));
    }

    @Override
    public void runTo(int layer) {
        while (wave.layer() < layer) {
            runSegment(layer);
        }
    }

    /** Runs to {@code layer}, or to where the next pending token has to join if that is nearer. */
    private void runSegment(int layer) {
        int from = wave.layer();
        int to = layer;
        boolean alone = true;
        List<List<PendingRow>> joining = new ArrayList<>();
        for (BatchRow row : wave.rows()) {
            List<PendingRow> own = new ArrayList<>();
            for (PendingRow entry : pending.get(row.slot())) {
                if (entry.depth() == from) {
                    own.add(entry);
                } else if (entry.depth() > from && entry.depth() < to) {
                    to = entry.depth();
                }
            }
            alone &= own.isEmpty();
            joining.add(own);
        }
        int[] others = joining.stream().mapToInt(List::size).toArray();
        if (!alone) {
            restoreStates(joining, from);
        }
        work.run(wave.rows(), to - from, others);
        if (alone) {
            wave.reach(session.forward(wave.states(), to));
        } else {
            runTogether(joining, to);
        }
    }

    private void runTogether(List<List<PendingRow>> joining, int to) {
        List<RowStates> own = new ArrayList<>();
        List<RowStates> parts = new ArrayList<>();
        for (int i = 0; i < joining.size(); i++) {
            joining.get(i).forEach(entry -> parts.add(entry.state()));
            own.add(wave.states().single(i));
            parts.add(own.get(i));
        }
        try (RowStates together = RowStates.concatenate(parts);
                RowStates result = session.forward(together, to)) {
            int[] last = new int[joining.size()];
            int row = 0;
            for (int i = 0; i < last.length; i++) {
                for (PendingRow entry : joining.get(i)) {
                    entry.reach(to, result.single(row));
                    row++;
                }
                last[i] = row;
                row++;
            }
            wave.reach(result.select(last));
        } finally {
            own.forEach(RowStates::close);
        }
    }

    /** Runs pending tokens whose state was not kept from their embedding to where they left. */
    private void restoreStates(List<List<PendingRow>> joining, int depth) {
        List<PendingRow> lost = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        int[] earlier = new int[joining.size()];
        for (int i = 0; i < earlier.length; i++) {
            for (PendingRow entry : joining.get(i)) {
                if (entry.state() == null) {
                    lost.add(entry);
                    slots.add(wave.rows().get(i).slot());
                    earlier[i]++;
                }
            }
        }
        if (lost.isEmpty()) {
            return;
        }
        work.runAgain(wave.rows(), depth, earlier);
        try (RowStates embedded =
                        session.embedAgain(
                                slots.stream().mapToInt(Integer::intValue).toArray(),
                                lost.stream().mapToInt(PendingRow::token).toArray(),
                                lost.stream().mapToInt(PendingRow::position).toArray());
                RowStates result = session.forward(embedded, depth)) {
            for (int i = 0; i < lost.size(); i++) {
                lost.get(i).reach(depth, result.single(i));
            }
        }
    }

    @Override
    public Wave wave() {
        return wave;
    }

    @Override
    public void leave(int[] leaving, int[] staying) {
        int depth = wave.layer();
        for (int index : leaving) {
            BatchRow row = wave.rows().get(index);
            List<PendingRow> own = pending.get(row.slot());
            own.removeIf(entry -> entry.settle(layers, keepsStates));
            if (depth < layers) {
                int position = session.position(row.slot()) - 1;
                RowStates kept = keepsStates ? wave.states().single(index) : null;
                own.add(new PendingRow(row.token(), position, depth, kept));
            }
        }
        wave.keep(staying);
    }

    @Override
    public void release(BatchRow row) {
        pending.remove(row.slot()).forEach(PendingRow::forget);
    }

    @Override
    public void close() {
        pending.values().forEach(own -> own.forEach(PendingRow::forget));
        pending.clear();
        wave.close();
        session.close();
    }
}
