package io.exitbench.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What moved on a device during a window, so that a reader can doubt the window. */
public final class DeviceDrift {
    private static final double CLOCK_SHARE = 0.05;
    private static final double KELVIN = 5;
    private static final double LIMIT_WATTS = 0.5;
    private static final double OTHERS_SHARE = 0.05;

    private DeviceDrift() {}

    /**
     * Compares the ends of a window.
     *
     * @param before at its start
     * @param after at its end
     * @param seconds between them
     * @param cores of the machine
     * @return one clause for each thing that moved: clocks by more than 5 %, the temperature by
     *     more than 5 K, the power limit, or other processes that took more than 5 % of the machine
     */
    public static List<String> flags(
            DeviceState before, DeviceState after, double seconds, int cores) {
        List<String> flags = new ArrayList<>();
        clock("clock", before.clockMhz(), after.clockMhz(), flags);
        clock("memory clock", before.memoryClockMhz(), after.memoryClockMhz(), flags);
        if (moved(before.celsius(), after.celsius(), KELVIN)) {
            flags.add(change("temperature", before.celsius(), after.celsius(), "C"));
        }
        if (moved(before.limitWatts(), after.limitWatts(), LIMIT_WATTS)) {
            flags.add(change("power limit", before.limitWatts(), after.limitWatts(), "W"));
        }
        int processes = Math.max(before.processes().orElse(0), after.processes().orElse(0));
        if (processes > 1) {
            flags.add(processes - 1 + " other process(es) on the device");
        }
        OptionalDouble others = othersShare(before, after, seconds, cores);
        if (others.orElse(0) > OTHERS_SHARE) {
            flags.add(
                    String.format(
                            Locale.ROOT,
                            "others used %.0f %% of the CPUs",
                            100 * others.getAsDouble()));
        }
        return flags;
    }

    /**
     * CPU time of all other processes, and of the hypervisor, as a share of the machine's.
     *
     * @param before at the start of a window
     * @param after at its end
     * @param seconds between them
     * @param cores of the machine
     * @return 0 to 1, or empty if it cannot be known
     */
    public static OptionalDouble othersShare(
            DeviceState before, DeviceState after, double seconds, int cores) {
        if (before.busySeconds().isEmpty()
                || after.busySeconds().isEmpty()
                || before.ownSeconds().isEmpty()
                || after.ownSeconds().isEmpty()
                || seconds <= 0) {
            return OptionalDouble.empty();
        }
        double busy = after.busySeconds().getAsDouble() - before.busySeconds().getAsDouble();
        double own = after.ownSeconds().getAsDouble() - before.ownSeconds().getAsDouble();
        return OptionalDouble.of(Math.min(1, Math.max(0, busy - own) / (seconds * cores)));
    }

    private static void clock(
            String what, OptionalDouble before, OptionalDouble after, List<String> flags) {
        if (moved(before, after, CLOCK_SHARE * before.orElse(0))) {
            flags.add(change(what, before, after, "MHz"));
        }
    }

    private static boolean moved(OptionalDouble before, OptionalDouble after, double most) {
        return before.isPresent()
                && after.isPresent()
                && Math.abs(after.getAsDouble() - before.getAsDouble()) > most;
    }

    private static String change(
            String what, OptionalDouble before, OptionalDouble after, String unit) {
        return String.format(
                Locale.ROOT,
                "%s went from %.0f to %.0f %s",
                what,
                before.getAsDouble(),
                after.getAsDouble(),
                unit);
    }
}
