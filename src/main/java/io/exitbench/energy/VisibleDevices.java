package io.exitbench.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Translates what CUDA calls a device into what NVML calls it: {@code CUDA_VISIBLE_DEVICES} hides
 * and reorders cards for CUDA, and NVML does not know it. A MIG instance has no counter of its own:
 * it is translated into the card that it is a part of.
 */
final class VisibleDevices {
    private static final String INSTANCE = "MIG-";

    private static final Pattern NUMBER = Pattern.compile("(^|,)\\s*\\d+\\s*(,|$)");

    /** How drivers before R470 call an instance: card, GPU instance, compute instance. */
    private static final Pattern OLD_INSTANCE = Pattern.compile("MIG-(GPU-[^/]+)/\\d+/\\d+");

    /** How CUDA counts cards if it counts as NVML does. */
    private static final String AS_NVML = "PCI_BUS_ID";

    private VisibleDevices() {}

    /**
     * Whether CUDA may count the cards in another order than NVML: by default the fastest comes
     * first, and which one that is nobody tells. It does not matter where all are alike, or are
     * named by their ids.
     *
     * @param setting value of {@code CUDA_VISIBLE_DEVICES}, or null
     * @param order value of {@code CUDA_DEVICE_ORDER}, or null
     * @param nvml with the names
     */
    static boolean isOrderUnknown(String setting, String order, Nvml nvml) {
        boolean counted = setting == null || NUMBER.matcher(setting).find();
        return counted
                && !AS_NVML.equals(order)
                && IntStream.range(0, nvml.devices()).mapToObj(nvml::name).distinct().count() > 1;
    }

    /**
     * @param setting value of {@code CUDA_VISIBLE_DEVICES}, or null
     * @param nvml with the uuids; it must be known to count as CUDA does
     * @return NVML's index of each CUDA device in order
     */
    static List<Integer> of(String setting, Nvml nvml) {
        // Set to nothing, it hides every card.
        if (setting == null) {
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
        Matcher old = OLD_INSTANCE.matcher(entry);
        if (old.matches()) {
            return card(old.group(1), nvml);
        }
        return entry.startsWith(INSTANCE) ? nvml.cardOf(entry).orElse(-1) : card(entry, nvml);
    }

    /** By as much of the id as tells one card from all others, which is all that CUDA asks for. */
    private static int card(String id, Nvml nvml) {
        int[] found =
                IntStream.range(0, nvml.devices())
                        .filter(device -> !id.isEmpty() && nvml.uuid(device).startsWith(id))
                        .toArray();
        return found.length == 1 ? found[0] : -1;
    }
}
