package io.exitbench.energy;

import java.time.Duration;

/** Stands where nothing can be read and says why. */
final class NoMeter implements EnergyMeter {
    private final String reason;

    /**
     * @param reason one clause
     */
    NoMeter(String reason) {
        this.reason = reason;
    }

    @Override
    public String source() {
        return "none: " + reason;
    }

    @Override
    public EnergyQuality quality() {
        return EnergyQuality.ESTIMATE;
    }

    @Override
    public Duration period() {
        return Duration.ZERO;
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public Window begin() {
        return () -> EnergyReading.gap(reason, this);
    }
}
