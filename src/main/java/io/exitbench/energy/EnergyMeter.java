package io.exitbench.energy;

import java.time.Duration;

/**
 * Measures the energy of a window of time, in the manner of JMH's profilers. A meter that cannot
 * read says so by a reading without joules, never by 0.
 *
 * <p>A window is a run or a sample, never a decision or a layer: it must last many {@linkplain
 * #period() periods}.
 */
public interface EnergyMeter {
    /** Windows shorter than this many periods are not to be trusted. */
    int PERIODS_OF_A_WINDOW = 20;

    /**
     * @return boundary and method, such as {@code RAPL energy counters of 1 CPU package}; printed
     *     wherever the energy is
     */
    String source();

    /**
     * @return how the joules come about
     */
    EnergyQuality quality();

    /**
     * @return how often what is read gets a new value
     */
    Duration period();

    /**
     * @return whether any window can have joules
     */
    default boolean reads() {
        return true;
    }

    /**
     * Starts a window.
     *
     * @return the open window
     */
    Window begin();

    /**
     * @return the shortest window that is worth reading, {@value #PERIODS_OF_A_WINDOW} periods
     */
    default Duration shortestWindow() {
        return period().multipliedBy(PERIODS_OF_A_WINDOW);
    }

    /** A window of time whose energy is being measured. */
    @FunctionalInterface
    interface Window {
        /**
         * Ends the window; once.
         *
         * @return energy since its start
         */
        EnergyReading end();
    }
}
