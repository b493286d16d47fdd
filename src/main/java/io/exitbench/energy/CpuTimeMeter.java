package io.exitbench.energy;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The last resort: CPU time of this process times stated watts for a busy core. It is an estimate,
 * proportional to the work of the cores, and says nothing of memory or the rest of the machine.
 */
public final class CpuTimeMeter implements EnergyMeter {
    private static final double NANOS = 1e9;

    /** A kernel tick of 100 Hz, the coarsest accounting of CPU time that Linux has. */
    private static final Duration TICK = Duration.ofMillis(10);

    private final LongSupplier cpuNanos;
    private final double wattsPerCore;

    /**
     * @param cpuNanos CPU time of the process in nanoseconds, negative if unknown
     * @param wattsPerCore of a busy core, above 0
     */
    public CpuTimeMeter(LongSupplier cpuNanos, double wattsPerCore) {
        this.cpuNanos = cpuNanos;
        this.wattsPerCore = wattsPerCore;
    }

    @Override
    public String source() {
        return "estimate: process CPU time x " + wattsPerCore + " W per core (not measured)";
    }

    @Override
    public EnergyQuality quality() {
        return EnergyQuality.ESTIMATE;
    }

    @Override
    public Duration period() {
        return TICK;
    }

    @Override
    public Window begin() {
        long start = cpuNanos.getAsLong();
        return () -> {
            long end = cpuNanos.getAsLong();
            return start < 0 || end < start
                    ? EnergyReading.gap("the process's CPU time is unknown", this)
                    : EnergyReading.of((end - start) / NANOS * wattsPerCore, this);
        };
    }
}
