package io.exitbench.suite.measure;

import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyReading;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Measures what the machine draws while nothing runs, with the model loaded. */
final class IdlePower {
    private static final double NANOS = 1e9;

    private final EnergyMeter meter;
    private final Pause pause;
    private final LongSupplier nanoTime;

    IdlePower(EnergyMeter meter, Pause pause, LongSupplier nanoTime) {
        this.meter = meter;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /**
     * Waits and reads, unless there is nothing to be read.
     *
     * @param atLeast length of the window, longer if the meter needs it
     * @return watts, or empty if the meter could not read
     */
    OptionalDouble watts(Duration atLeast) {
        if (!meter.reads()) {
            return OptionalDouble.empty();
        }
        Duration shortest = meter.shortestWindow();
        Duration length = atLeast.compareTo(shortest) > 0 ? atLeast : shortest;
        // What was hot or clocked up a moment ago is not idle yet.
        pause.lasting(length);
        long start = nanoTime.getAsLong();
        EnergyMeter.Window window = meter.begin();
        pause.lasting(length);
        EnergyReading reading = window.end();
        double seconds = (nanoTime.getAsLong() - start) / NANOS;
        return reading.joules().isPresent()
                ? OptionalDouble.of(reading.joules().getAsDouble() / seconds)
                : OptionalDouble.empty();
    }
}
