package io.exitbench.energy;

import java.util.OptionalDouble;

/**
 * What a meter says of one window.
 *
 * @param joules gross energy of the window, empty if it cannot be known
 * @param source boundary and method
 * @param quality how the joules came about
 * @param gap why there are none, empty if there are
 */
public record EnergyReading(
        OptionalDouble joules, String source, EnergyQuality quality, String gap) {

    /**
     * A successful reading.
     *
     * @param joules at least 0
     * @param meter that read them
     * @return the reading
     */
    public static EnergyReading of(double joules, EnergyMeter meter) {
        return new EnergyReading(OptionalDouble.of(joules), meter.source(), meter.quality(), "");
    }

    /**
     * An honest gap.
     *
     * @param reason one clause, such as {@code GPU 0: the counter went backwards}
     * @param meter that could not read
     * @return the reading without joules
     */
    public static EnergyReading gap(String reason, EnergyMeter meter) {
        return new EnergyReading(OptionalDouble.empty(), meter.source(), meter.quality(), reason);
    }
}
