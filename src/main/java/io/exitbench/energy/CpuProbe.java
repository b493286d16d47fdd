package io.exitbench.energy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** The CPUs as Linux shows them in {@code /proc} and {@code /sys}. */
final class CpuProbe implements DeviceProbe {
    private static final double NANOS = 1e9;

    /** {@code USER_HZ}, fixed at 100 in the interface between kernel and programs. */
    private static final double TICKS_PER_SECOND = 100;

    /** Drivers of the sensors inside Intel's and AMD's processors. */
    private static final String SENSORS = "coretemp|k10temp|zenpower";

    private final Path proc;
    private final Path sys;
    private final LongSupplier ownNanos;

    /**
     * @param proc {@code /proc}
     * @param sys {@code /sys}
     * @param ownNanos CPU time of this process, negative if unknown
     */
    CpuProbe(Path proc, Path sys, LongSupplier ownNanos) {
        this.proc = proc;
        this.sys = sys;
        this.ownNanos = ownNanos;
    }

    static CpuProbe here() {
        return new CpuProbe(Path.of("/proc"), Path.of("/sys"), new ProcessCpuTime());
    }

    @Override
    public DeviceState read() {
        long own = ownNanos.getAsLong();
        return new DeviceState(
                "CPU",
                clock(),
                OptionalDouble.empty(),
                celsius(),
                limitWatts(),
                OptionalInt.empty(),
                busySeconds(),
                own < 0 ? OptionalDouble.empty() : OptionalDouble.of(own / NANOS));
    }

    private OptionalDouble clock() {
        OptionalDouble current =
                mean(
                        folders(sys.resolve("devices/system/cpu"), "cpu[0-9]*"),
                        "cpufreq/scaling_cur_freq",
                        1e-3);
        return current.isPresent() ? current : clockOfProc();
    }

    private OptionalDouble celsius() {
        return mean(named(sys.resolve("class/hwmon"), "hwmon*", SENSORS), "temp1_input", 1e-3);
    }

    /** Of a package, mean over packages. */
    private OptionalDouble limitWatts() {
        return mean(
                named(sys.resolve("class/powercap"), "intel-rapl:?", "package.*"),
                "constraint_0_power_limit_uw",
                1e-6);
    }

    private OptionalDouble clockOfProc() {
        return lines(proc.resolve("cpuinfo")).stream()
                .filter(line -> line.startsWith("cpu MHz"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(text -> text.matches("\\d+(\\.\\d+)?"))
                .mapToDouble(Double::parseDouble)
                .average();
    }

    /** User, nice, system, irq, softirq and steal: what is neither idle nor waiting for a disk. */
    private OptionalDouble busySeconds() {
        return lines(proc.resolve("stat")).stream()
                .filter(line -> line.matches("cpu( +\\d+){8,}"))
                .map(line -> line.split(" +"))
                .mapToDouble(
                        f ->
                                (ticks(f[1])
                                                + ticks(f[2])
                                                + ticks(f[3])
                                                + ticks(f[6])
                                                + ticks(f[7])
                                                + ticks(f[8]))
                                        / TICKS_PER_SECOND)
                .findFirst();
    }

    private static double ticks(String field) {
        return Double.parseDouble(field);
    }

    private static OptionalDouble mean(List<Path> folders, String file, double unit) {
        return folders.stream()
                .flatMap(folder -> lines(folder.resolve(file)).stream().limit(1))
                .filter(line -> line.strip().matches("\\d+"))
                .mapToDouble(line -> Double.parseDouble(line.strip()) * unit)
                .average();
    }

    /** The folders whose file {@code name} says what is wanted. */
    private static List<Path> named(Path root, String glob, String name) {
        return folders(root, glob).stream()
                .filter(
                        folder ->
                                lines(folder.resolve("name")).stream()
                                        .anyMatch(line -> line.strip().matches(name)))
                .toList();
    }

    private static List<Path> folders(Path root, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, glob)) {
            folders.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
