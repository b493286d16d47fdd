package io.exitbench.energy;

import java.time.Duration;

/** Does something again and again while a window is open. */
@FunctionalInterface
interface Polling {
    /**
     * Starts.
     *
     * @param period between two calls
     * @param task must not throw
     * @return to be closed when the window ends
     */
    Running start(Duration period, Runnable task);

    /** A task that is being repeated. */
    @FunctionalInterface
    interface Running extends AutoCloseable {
        /** Stops; the task does not run any more when this returns. */
        @Override
        void close();
    }
}
