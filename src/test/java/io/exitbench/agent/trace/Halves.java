package io.exitbench.agent.trace;

import io.exitbench.model.weights.Floats;
import java.nio.ShortBuffer;

/** Hidden states as traces keep them. */
public final class Halves {
    private Halves() {}

    /**
     * @param values of a state
     * @return the nearest IEEE binary16 numbers
     */
    public static ShortBuffer of(float... values) {
        ShortBuffer halves = ShortBuffer.allocate(values.length);
        for (float value : values) {
            halves.put(Floats.toHalf(value));
        }
        return halves.flip();
    }
}
