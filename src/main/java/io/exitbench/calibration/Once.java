package io.exitbench.calibration;

import java.util.function.Supplier;

/**
 * Something that is computed when it is first asked for and then kept, such as a model that only
 * those runs need which are made. Not for several threads.
 *
 * @param <T> what it is
 */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> computation;
    private T value;

    /**
     * @param computation gives no null
     */
    public Once(Supplier<T> computation) {
        this.computation = computation;
    }

    @Override
    public T get() {
        if (value == null) {
            value = computation.get();
        }
        return value;
    }
}
