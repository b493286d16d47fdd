package io.exitbench.energy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Intel's and AMD's running average power limit counters, as Linux shows them under {@code
 * /sys/class/powercap}: whole packages. A counter that wraps within a window is followed once; the
 * range of a package lasts for minutes at full load, far longer than a window.
 */
public final class RaplMeter implements EnergyMeter {
    /** Where Linux shows the counters. */
    public static final Path POWERCAP = Path.of("/sys/class/powercap");

    private static final double MICRO = 1e-6;

    private record Zone(Path energy, long range) {}

    private final List<Zone> zones;

    private RaplMeter(List<Zone> zones) {
        this.zones = zones;
    }

    /**
     * Finds the package counters.
     *
     * @param root {@link #POWERCAP}
     * @return a meter, or empty if there is no counter this process may read
     */
    public static Optional<RaplMeter> detect(Path root) {
        List<Zone> zones = new ArrayList<>();
        try (DirectoryStream<Path> packages = Files.newDirectoryStream(root, "*-rapl:?")) {
            for (Path zone : packages) {
                Path energy = zone.resolve("energy_uj");
                read(energy);
                zones.add(new Zone(energy, read(zone.resolve("max_energy_range_uj"))));
            }
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
        return zones.isEmpty() ? Optional.empty() : Optional.of(new RaplMeter(zones));
    }

    private static long read(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    @Override
    public String source() {
        return "RAPL: energy counters of " + zones.size() + " CPU package(s)";
    }

    @Override
    public EnergyQuality quality() {
        return EnergyQuality.COUNTER;
    }

    @Override
    public Duration period() {
        return Duration.ofMillis(1);
    }

    @Override
    public Window begin() {
        long[] start = readAll();
        return () -> {
            long[] end = readAll();
            return start.length == 0 || end.length == 0
                    ? EnergyReading.gap("a RAPL counter cannot be read any more", this)
                    : EnergyReading.of(joules(start, end), this);
        };
    }

    private double joules(long[] start, long[] end) {
        double microjoules = 0;
        for (int i = 0; i < start.length; i++) {
            long delta = end[i] - start[i];
            microjoules += delta >= 0 ? delta : delta + zones.get(i).range();
        }
        return microjoules * MICRO;
    }

    /** All counters, or none if one of them has become unreadable. */
    private long[] readAll() {
        try {
            long[] values = new long[zones.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = read(zones.get(i).energy());
            }
            return values;
        } catch (IOException | NumberFormatException e) {
            return new long[0];
        }
    }
}
