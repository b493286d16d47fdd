package io.exitbench.energy;

import java.time.Duration;
import java.util.OptionalLong;

/** A hardware counter that adds up energy. */
interface EnergyCounter {
    /**
     * @return what it counts, such as {@code package-0}
     */
    String name();

    /**
     * @return the counter, at least 0, or empty if it cannot be read now
     */
    OptionalLong read();

    /**
     * @return joules for each unit of the counter, above 0
     */
    double joulesPerUnit();

    /**
     * @return units after which it starts at 0 again, or 0 if it never does
     */
    long range();

    /**
     * @return how often it moves
     */
    Duration period();

    /**
     * @return more power than what is counted can ever draw, in watts; a faster rise is an error
     */
    double mostWatts();
}
