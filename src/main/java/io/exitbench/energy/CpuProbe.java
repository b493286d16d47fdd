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
                mean(sys.resolve("class/hwmon"), "hwmon*", "temp1_input", 1e-3),
                mean(
                        sys.resolve("class/powercap"),
                        "intel-rapl:?",
                        "constraint_0_power_limit_uw",
                        1e-6),
                OptionalInt.empty(),
                busySeconds(),
                own < 0 ? OptionalDouble.empty() : OptionalDouble.of(own / NANOS));
    }

    private OptionalDouble clock() {
        OptionalDouble current =
                mean(
                        sys.resolve("devices/system/cpu"),
                        "cpu[0-9]*",
                        "cpufreq/scaling_cur_freq",
                        1e-3);
        return current.isPresent() ? current : clockOfProc();
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

    private static OptionalDouble mean(Path root, String glob, String file, double unit) {
        List<Double> values = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, glob)) {
            for (Path folder : folders) {
                lines(folder.resolve(file)).stream()
                        .limit(1)
                        .filter(line -> line.strip().matches("\\d+"))
                        .forEach(line -> values.add(Double.parseDouble(line.strip()) * unit));
            }
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
        return values.stream().mapToDouble(Double::doubleValue).average();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
