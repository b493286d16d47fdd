package io.exitbench.suite.measure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass without doing anything. */
@FunctionalInterface
interface Pause {
    /** The thread sleeps. */
    Pause SLEEP =
            duration -> {
                long end = System.nanoTime() + duration.toNanos();
                for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            };

    /**
     * @param duration not negative
     */
    void lasting(Duration duration);
}
