package io.exitbench.energy;

import java.util.OptionalDouble;

/**
 * Measures the energy of a window of time, in the manner of JMH's profilers. A meter that cannot
 * read says so by an empty result, never by 0.
 */
public interface EnergyMeter {
    /**
     * @return boundary and method, such as {@code RAPL package-0: counter}; printed wherever the
     *     energy is
     */
    String source();

    /**
     * Starts a window.
     *
     * @return the open window
     */
    Window begin();

    /** A window of time whose energy is being measured. */
    @FunctionalInterface
    interface Window {
        /**
         * Ends the window.
         *
         * @return joules since its start, or empty if they cannot be known
         */
        OptionalDouble end();
    }
}
