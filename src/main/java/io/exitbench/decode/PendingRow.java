package io.exitbench.decode;

import io.exitbench.model.RowStates;

/** A token of a batch whose deeper keys and values are missing. */
final class PendingRow {
    private final int token;
    private final int position;
    private int depth;
    private RowStates state;

    /**
     * @param depth layers that it has run through
     * @param state after these, which becomes this object's, or null if it is not kept
     */
    PendingRow(int token, int position, int depth, RowStates state) {
        this.token = token;
        this.position = position;
        this.depth = depth;
        this.state = state;
    }

    int token() {
        return token;
    }

    int position() {
        return position;
    }

    int depth() {
        return depth;
    }

    /** Null if it was not kept. */
    RowStates state() {
        return state;
    }

    void reach(int layer, RowStates reached) {
        forget();
        depth = layer;
        state = reached;
    }

    /**
     * The token that it ran with has left.
     *
     * @return whether nothing is missing any more
     */
    boolean settle(int layers, boolean keepsStates) {
        boolean complete = depth == layers;
        if (complete || !keepsStates) {
            forget();
        }
        return complete;
    }

    void forget() {
        if (state != null) {
            state.close();
            state = null;
        }
    }
}
