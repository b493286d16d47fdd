package io.exitbench.energy;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A card as NVML shows it. */
final class GpuProbe implements DeviceProbe {
    private final Nvml nvml;
    private final int device;

    GpuProbe(Nvml nvml, int device) {
        this.nvml = nvml;
        this.device = device;
    }

    @Override
    public DeviceState read() {
        return new DeviceState(
                "GPU " + device + " " + nvml.name(device),
                wide(nvml.clockMhz(device)),
                wide(nvml.memoryClockMhz(device)),
                wide(nvml.celsius(device)),
                nvml.limitWatts(device),
                nvml.processes(device),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static OptionalDouble wide(OptionalInt value) {
        return value.isPresent() ? OptionalDouble.of(value.getAsInt()) : OptionalDouble.empty();
    }
}
