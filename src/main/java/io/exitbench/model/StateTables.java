package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;

/** The states of a session with kernels after each layer that its rows stop at. */
final class StateTables implements AutoCloseable {
    private final DecoderModel model;
    private final TorchProgram program;
    private final long places;
    private final NDManager manager;
    private final Map<Integer, StateTable> tables = new HashMap<>();

    /**
     * @param places that a row can stand at: positions of all completions
     */
    StateTables(DecoderModel model, TorchProgram program, long places) {
        this.model = model;
        this.program = program;
        this.places = places;
        manager = model.manager().newSubManager();
    }

    /** The states after a layer; made when a layer is first reached. */
    StateTable of(int layer) {
        return tables.computeIfAbsent(layer, this::newTable);
    }

    private StateTable newTable(int layer) {
        NDArray zeros =
                model.typed().zeros(new Shape(places, model.config().hiddenSize()), manager);
        return new StateTable(manager, program, layer, zeros);
    }

    /** Brings rows that operators computed to where kernels look for them. */
    void place(StateRows rows, int layer, long[] at) {
        StateTable table = of(layer);
        if (!(rows instanceof TableRows named && named.isIn(table))) {
            table.put(at, rows.value());
        }
    }

    @Override
    public void close() {
        tables.values().forEach(StateTable::close);
        tables.clear();
        manager.close();
    }
}
