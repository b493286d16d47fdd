package io.exitbench.energy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Intel's and AMD's running average power limit counters, as Linux shows them under {@code
 * /sys/class/powercap}: whole CPU packages and, where they have their own, the memory behind them.
 * Cores and uncore are parts of a package, and {@code psys} holds packages, so neither is added.
 */
final class RaplCounters {
    /** Where Linux shows the counters. */
    static final Path POWERCAP = Path.of("/sys/class/powercap");

    /** The packages alone: {@code intel-rapl-mmio} shows the same ones again. */
    private static final String ZONES = "intel-rapl:*";

    private final List<EnergyCounter> packages = new ArrayList<>();
    private final List<EnergyCounter> memories = new ArrayList<>();
    private String obstacle = "";

    /**
     * Looks for counters.
     *
     * @param root {@link #POWERCAP}
     */
    RaplCounters(Path root) {
        List<Path> zones = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, ZONES)) {
            found.forEach(zones::add);
        } catch (IOException e) {
            obstacle = "this machine shows no RAPL counters";
        }
        zones.sort(Comparator.naturalOrder());
        zones.forEach(this::add);
        if (packages.isEmpty() && obstacle.isEmpty()) {
            obstacle = "this machine shows no RAPL counters";
        }
    }

    private void add(Path zone) {
        try {
            String name = Files.readString(zone.resolve("name")).strip();
            boolean memory = name.equals("dram");
            if (memory || name.startsWith("package")) {
                long range = number(zone.resolve("max_energy_range_uj"));
                number(zone.resolve("energy_uj"));
                String place = memory ? name + " of " + zone.getFileName() : name;
                (memory ? memories : packages)
                        .add(new Zone(place, zone.resolve("energy_uj"), range));
            }
        } catch (IOException | NumberFormatException e) {
            obstacle = "the RAPL counters cannot be read without root's permission";
        }
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    /** Why they cannot be used; empty if they can. */
    String obstacle() {
        return obstacle;
    }

    /** All counters that add up without counting anything twice. */
    List<EnergyCounter> all() {
        List<EnergyCounter> all = new ArrayList<>(packages);
        all.addAll(memories);
        return all;
    }

    /** Boundary and method. */
    String source() {
        return "RAPL energy counters of "
                + packages.size()
                + (packages.size() == 1 ? " CPU package" : " CPU packages")
                + (memories.isEmpty() ? "" : " and their memory");
    }

    /**
     * A zone of the powercap tree.
     *
     * @param name of the zone
     * @param file with the counter in microjoules
     * @param range microjoules after which it starts again
     */
    private record Zone(String name, Path file, long range) implements EnergyCounter {
        @Override
        public OptionalLong read() {
            try {
                return OptionalLong.of(number(file));
            } catch (IOException | NumberFormatException e) {
                return OptionalLong.empty();
            }
        }

        @Override
        public double joulesPerUnit() {
            return 1e-6;
        }

        @Override
        public Duration period() {
            return Duration.ofMillis(1);
        }

        @Override
        public double mostWatts() {
            return 2000;
        }
    }
}
