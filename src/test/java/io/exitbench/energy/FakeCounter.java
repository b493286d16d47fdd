package io.exitbench.energy;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Whatever the test says, in joules. */
record FakeCounter(String name, long range, Supplier<OptionalLong> value) implements EnergyCounter {

    /** A device of constant power whose counter starts at some value and wraps at its range. */
    static FakeCounter steady(String name, ManualTime time, double watts, long offset, long range) {
        double start = time.seconds();
        return new FakeCounter(
                name,
                range,
                () -> {
                    long total = offset + Math.round((time.seconds() - start) * watts);
                    return OptionalLong.of(range == 0 ? total : total % range);
                });
    }

    @Override
    public OptionalLong read() {
        return value.get();
    }

    @Override
    public double joulesPerUnit() {
        return 1;
    }

    @Override
    public Duration period() {
        return Duration.ofMillis(100);
    }

    @Override
    public double mostWatts() {
        return 1000;
    }
}
