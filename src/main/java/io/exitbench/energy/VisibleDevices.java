package io.exitbench.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Translates what CUDA calls a device into what NVML calls it: {@code CUDA_VISIBLE_DEVICES} hides
 * and reorders cards for CUDA, and NVML does not know it.
 */
final class VisibleDevices {
    private VisibleDevices() {}

    /**
     * @param setting value of {@code CUDA_VISIBLE_DEVICES}, or null
     * @param nvml with the uuids
     * @return NVML's index of each CUDA device in order
     */
    static List<Integer> of(String setting, Nvml nvml) {
        if (setting == null || setting.isBlank()) {
            return IntStream.range(0, nvml.devices()).boxed().toList();
        }
        List<Integer> visible = new ArrayList<>();
        for (String entry : setting.split(",")) {
            int index = index(entry.strip(), nvml);
            // CUDA, too, ignores everything from the first entry on that it does not know.
            if (index < 0) {
                break;
            }
            visible.add(index);
        }
        return visible;
    }

    private static int index(String entry, Nvml nvml) {
        if (entry.matches("\\d{1,4}")) {
            int index = Integer.parseInt(entry);
            return index < nvml.devices() ? index : -1;
        }
        return IntStream.range(0, nvml.devices())
                .filter(d -> !entry.isEmpty() && nvml.uuid(d).startsWith(entry))
                .findFirst()
                .orElse(-1);
    }
}
