package io.exitbench.decode;

import io.exitbench.model.RowStates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of a batch that are still in the model, one of each completion, packed together. Its
 * states live until the next wave begins.
 */
final class Wave implements AutoCloseable {
    private final List<RowStates> states = new ArrayList<>();
    private List<BatchRow> rows = List.of();

    /**
     * @param members in ascending order of slot
     * @param embedded their states, which become this object's
     */
    void begin(List<BatchRow> members, RowStates embedded) {
        close();
        rows = List.copyOf(members);
        states.add(embedded);
    }

    /**
     * @param reached the members' states after more layers, which become this object's
     */
    void reach(RowStates reached) {
        states.add(reached);
    }

    /**
     * Packs the members that stay together again.
     *
     * @param staying their indices, ascending
     */
    void keep(int[] staying) {
        if (staying.length < rows.size()) {
            rows = IntStream.of(staying).mapToObj(rows::get).toList();
            if (staying.length > 0) {
                states.add(states().select(staying));
            }
        }
    }

    List<BatchRow> rows() {
        return rows;
    }

    RowStates states() {
        return states.get(states.size() - 1);
    }

    int layer() {
        return states().layer();
    }

    @Override
    public void close() {
        states.forEach(RowStates::close);
        states.clear();
    }
}
