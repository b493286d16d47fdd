package io.exitbench.energy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Meters of NVIDIA cards: the energy counter where a card has one, else its polled power. */
final class GpuMeters {
    private final Nvml nvml;
    private final LongSupplier nanoTime;
    private final Polling polling;

    GpuMeters(Nvml nvml, LongSupplier nanoTime, Polling polling) {
        this.nvml = nvml;
        this.nanoTime = nanoTime;
        this.polling = polling;
    }

    /**
     * @param devices NVML's indices, at least one
     * @return a meter of all of them together
     */
    EnergyMeter of(List<Integer> devices) {
        List<Integer> counted = new ArrayList<>();
        List<Integer> polled = new ArrayList<>();
        for (int device : devices) {
            if (device >= nvml.devices()) {
                return new NoMeter("NVML knows no GPU " + device);
            }
            if (nvml.energyMillijoules(device).isPresent()) {
                counted.add(device);
            } else if (nvml.watts(device).isPresent()) {
                polled.add(device);
            } else {
                return new NoMeter(name(device) + " tells neither its energy nor its power");
            }
        }
        List<EnergyMeter> meters = new ArrayList<>();
        if (!counted.isEmpty()) {
            List<EnergyCounter> counters =
                    counted.stream().map(d -> (EnergyCounter) new Card(nvml, d, name(d))).toList();
            String source = "NVML energy counter of " + boundary(counted);
            meters.add(new CounterMeter(source, counters, nanoTime, polling));
        }
        if (!polled.isEmpty()) {
            meters.add(polled(polled));
        }
        return meters.size() == 1 ? meters.get(0) : new SumMeter(meters, "");
    }

    /**
     * @param devices NVML's indices, at least one
     * @return a meter that integrates power even where there is a counter
     */
    EnergyMeter polled(List<Integer> devices) {
        List<PowerSensor> sensors =
                devices.stream().map(d -> (PowerSensor) new Sensor(nvml, d, name(d))).toList();
        String source =
                "NVML power polled every "
                        + PowerMeter.POLL.toMillis()
                        + " ms and integrated, of "
                        + boundary(devices);
        return new PowerMeter(source, sensors, nanoTime, polling);
    }

    private String boundary(List<Integer> devices) {
        return devices.stream()
                        .map(d -> nvml.split(d) ? name(d) + " with all its MIG instances" : name(d))
                        .collect(Collectors.joining(", "))
                + " (whole card)";
    }

    private String name(int device) {
        return "GPU " + device + " " + nvml.name(device);
    }

    /** The counter of a card, which counts from the loading of the driver and never wraps. */
    private record Card(Nvml nvml, int device, String name) implements EnergyCounter {
        @Override
        public OptionalLong read() {
            return nvml.energyMillijoules(device);
        }

        @Override
        public double joulesPerUnit() {
            return 1e-3;
        }

        @Override
        public long range() {
            return 0;
        }

        @Override
        public Duration period() {
            return Duration.ofMillis(100);
        }

        @Override
        public double mostWatts() {
            return 5000;
        }
    }

    private record Sensor(Nvml nvml, int device, String name) implements PowerSensor {
        @Override
        public OptionalDouble watts() {
            return nvml.watts(device);
        }
    }
}
