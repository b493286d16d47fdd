package io.exitbench.decode;

import io.exitbench.model.HiddenState;
import java.util.ArrayList;
import java.util.List;

/** The hidden states of the token in work, from its embedding on, closed when the next begins. */
final class TokenStates implements AutoCloseable {
    private final List<HiddenState> states = new ArrayList<>();

    void begin(HiddenState embedding) {
        close();
        states.add(embedding);
    }

    HiddenState reach(HiddenState state) {
        states.add(state);
        return state;
    }

    HiddenState current() {
        return states.get(states.size() - 1);
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
