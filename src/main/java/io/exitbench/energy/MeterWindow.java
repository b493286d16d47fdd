package io.exitbench.energy;

import java.util.List;

/**
 * What all meters and devices of a machine said of one window.
 *
 * @param begin seconds since 1970 by this machine's clock
 * @param seconds length, as it came out
 * @param readings of each meter; gross joules, or the reason why there are none
 * @param devices GPUs and the CPU, at both ends
 */
public record MeterWindow(
        double begin, double seconds, List<EnergyReading> readings, List<Device> devices) {
    /** Copies the lists. */
    public MeterWindow {
        readings = List.copyOf(readings);
        devices = List.copyOf(devices);
    }

    /**
     * A device at both ends of the window.
     *
     * @param before when it began
     * @param after when it ended
     * @param moved what makes one doubt the window, as {@link DeviceDrift} says it
     */
    public record Device(DeviceState before, DeviceState after, List<String> moved) {
        /** Copies the list. */
        public Device {
            moved = List.copyOf(moved);
        }
    }
}
