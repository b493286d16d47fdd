package io.exitbench.decode;

import io.exitbench.model.HiddenState;
import java.util.ArrayList;
import java.util.List;

/** The hidden states of the token in work, from its embedding on, closed when the next begins. */
final class TokenStates implements AutoCloseable {
    private final List<HiddenState> states = new ArrayList<>();
    private int depth;

    void begin(HiddenState embedding) {
        close();
        states.add(embedding);
        depth = 0;
    }

    HiddenState reach(int layer, HiddenState state) {
        states.add(state);
        depth = layer;
        return state;
    }

    HiddenState current() {
        return states.get(states.size() - 1);
    }

    /** Layers that {@link #current()} has run through. */
    int depth() {
        return depth;
    }

    /** Hands the current state to the caller, who closes it. */
    HiddenState takeCurrent() {
        return states.remove(states.size() - 1);
    }

    @Override
    public void close() {
        states.forEach(HiddenState::close);
        states.clear();
    }
}
