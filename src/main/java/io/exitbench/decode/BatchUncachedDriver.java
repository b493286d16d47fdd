package io.exitbench.decode;

import io.exitbench.model.BatchSession;
import io.exitbench.model.RowStates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@link KvPolicy#NONE} in a batch: the prefixes of all completions run as one. */
final class BatchUncachedDriver implements BatchDriver {
    private final BatchSession session;
    private final Wave wave = new Wave();
    private final BatchWork work = new BatchWork();
    private final Map<Integer, int[]> texts = new HashMap<>();

    /** Of the wave's members, all rows of each. */
    private final List<RowStates> prefixes = new ArrayList<>();

    BatchUncachedDriver(BatchSession session) {
        this.session = session;
    }

    @Override
    public void prefill(List<BatchRow> fresh) {
        fresh.forEach(row -> texts.put(row.slot(), row.prefix()));
    }

    @Override
    public void begin(List<BatchRow> active) {
        forgetPrefixes();
        for (BatchRow row : active) {
            int[] text = texts.get(row.slot());
            int[] longer = Arrays.copyOf(text, text.length + 1);
            longer[text.length] = row.token();
            texts.put(row.slot(), longer);
            session.begin(row.slot());
        }
        int[][] tokens = active.stream().map(row -> texts.get(row.slot())).toArray(int[][]::new);
        prefixes.add(session.embed(BatchPrefill.slots(active), tokens));
        wave.begin(active, lastRows(active));
    }

    @Override
    public void runTo(int layer) {
        work.run(
                wave.rows(),
                layer - wave.layer(),
                wave.rows().stream().mapToInt(row -> length(row) - 1).toArray());
        prefixes.add(session.forward(prefix(), layer));
        wave.reach(lastRows(wave.rows()));
    }

    private RowStates prefix() {
        return prefixes.get(prefixes.size() - 1);
    }

    private int length(BatchRow row) {
        return texts.get(row.slot()).length;
    }

    private RowStates lastRows(List<BatchRow> rows) {
        int[] last = new int[rows.size()];
        int end = 0;
        for (int i = 0; i < last.length; i++) {
            end += length(rows.get(i));
            last[i] = end - 1;
        }
        return prefix().select(last);
    }

    @Override
    public Wave wave() {
        return wave;
    }

    @Override
    public void leave(int[] leaving, int[] staying) {
        if (staying.length > 0 && staying.length < wave.rows().size()) {
            IntStream.Builder kept = IntStream.builder();
            int start = 0;
            for (int i = 0; i < wave.rows().size(); i++) {
                int end = start + length(wave.rows().get(i));
                if (Arrays.binarySearch(staying, i) >= 0) {
                    IntStream.range(start, end).forEach(kept);
                }
                start = end;
            }
            prefixes.add(prefix().select(kept.build().toArray()));
        }
        wave.keep(staying);
    }

    @Override
    public void release(BatchRow row) {
        texts.remove(row.slot());
    }

    private void forgetPrefixes() {
        prefixes.forEach(RowStates::close);
        prefixes.clear();
    }

    @Override
    public void close() {
        wave.close();
        forgetPrefixes();
        session.close();
    }
}
