package io.exitbench.suite;

import io.exitbench.result.cost.Tier;
import java.util.OptionalDouble;

/**
 * How costs are measured and shown.
 *
 * @param tier what they are to be worth
 * @param co2GramsPerKwh for a column of CO2, if stated
 * @param arrivalsPerSecond of the throughput mode, if wanted
 */
public record MeasurementOptions(
        Tier tier, OptionalDouble co2GramsPerKwh, OptionalDouble arrivalsPerSecond) {

    /** What suites do if nothing is set. */
    public static final MeasurementOptions SMOKE =
            new MeasurementOptions(Tier.SMOKE, OptionalDouble.empty(), OptionalDouble.empty());
}
