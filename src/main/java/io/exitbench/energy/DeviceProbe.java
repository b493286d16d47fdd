package io.exitbench.energy;

import java.util.Optional;

/** Tells what the device is like that the work is done on. */
@FunctionalInterface
public interface DeviceProbe {
    /**
     * @return clocks, temperature, power limit and load now
     */
    DeviceState read();

    /**
     * The probe of what a suite runs on.
     *
     * @param gpu whether the work is done by a GPU: the first card that CUDA sees
     * @return a probe; what it cannot tell is empty
     */
    static DeviceProbe detect(boolean gpu) {
        CpuProbe cpu = CpuProbe.here();
        Optional<Nvml> nvml = gpu ? JnaNvml.load() : Optional.empty();
        String visible = System.getenv("CUDA_VISIBLE_DEVICES");
        String order = System.getenv("CUDA_DEVICE_ORDER");
        return nvml.filter(n -> !VisibleDevices.isOrderUnknown(visible, order, n))
                .flatMap(
                        n ->
                                VisibleDevices.of(visible, n).stream()
                                        .findFirst()
                                        .map(device -> (DeviceProbe) new GpuProbe(n, device)))
                .orElse(cpu);
    }
}
