package io.exitbench.energy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Power polled and integrated by the trapezoidal rule, for cards without an energy counter. What
 * happens between two polls is not seen, which is why a counter is always preferred.
 */
final class PowerMeter implements EnergyMeter {
    /** Time between two polls. */
    static final Duration POLL = Duration.ofMillis(20);

    /** How often NVIDIA's sensors get a new value, at the slowest that has been published. */
    private static final Duration SENSOR_PERIOD = Duration.ofMillis(100);

    private static final double LONGEST_HOLE_SECONDS = 1;
    private static final double NANOS = 1e9;

    private final String source;
    private final List<PowerSensor> sensors;
    private final LongSupplier nanoTime;
    private final Polling polling;

    /**
     * @param source boundary and method
     * @param sensors at least one
     */
    PowerMeter(String source, List<PowerSensor> sensors, LongSupplier nanoTime, Polling polling) {
        this.source = source;
        this.sensors = List.copyOf(sensors);
        this.nanoTime = nanoTime;
        this.polling = polling;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public EnergyQuality quality() {
        return EnergyQuality.SAMPLED;
    }

    @Override
    public Duration period() {
        return SENSOR_PERIOD;
    }

    @Override
    public Window begin() {
        List<Integral> integrals = sensors.stream().map(Integral::new).toList();
        poll(integrals);
        Polling.Running running = polling.start(POLL, () -> poll(integrals));
        return () -> {
            running.close();
            poll(integrals);
            return reading(integrals);
        };
    }

    private void poll(List<Integral> integrals) {
        synchronized (integrals) {
            integrals.forEach(integral -> integral.add(nanoTime.getAsLong()));
        }
    }

    private EnergyReading reading(List<Integral> integrals) {
        double joules = 0;
        for (Integral integral : integrals) {
            if (integral.gap.isEmpty() && integral.joules <= 0) {
                integral.fail("never told more than 0 W");
            }
            if (!integral.gap.isEmpty()) {
                return EnergyReading.gap(integral.gap, this);
            }
            joules += integral.joules;
        }
        return EnergyReading.of(joules, this);
    }

    /** One sensor in one window. */
    private static final class Integral {
        private final PowerSensor sensor;
        private boolean started;
        private double watts;
        private long nanos;
        private double joules;
        private String gap = "";

        Integral(PowerSensor sensor) {
            this.sensor = sensor;
        }

        void add(long now) {
            if (!gap.isEmpty()) {
                return;
            }
            OptionalDouble read = sensor.watts();
            double seconds = started ? (now - nanos) / NANOS : 0;
            if (read.isEmpty()) {
                fail("cannot be read");
            } else if (seconds > LONGEST_HOLE_SECONDS) {
                fail(String.format(Locale.ROOT, "was not polled for %.1f s", seconds));
            } else {
                joules += started ? seconds * (watts + read.getAsDouble()) / 2 : 0;
                watts = read.getAsDouble();
                nanos = now;
                started = true;
            }
        }

        void fail(String reason) {
            gap = "the power of " + sensor.name() + " " + reason;
        }
    }
}
