package io.exitbench.energy;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Reads every meter of this machine over the same window, to hold them against each other and
 * against other programs. It needs nothing but the classes of this package and JNA.
 */
public final class MeterProgram {
    private static final double NANOS = 1e9;

    private final PrintWriter out;

    /**
     * @param out where the lines go
     */
    public MeterProgram(PrintWriter out) {
        this.out = out;
    }

    /**
     * Runs without a command line library.
     *
     * @param arguments seconds, 10 if absent
     * @throws InterruptedException if the window is cut short
     */
    public static void main(String[] arguments) throws InterruptedException {
        double seconds = arguments.length == 0 ? 10 : Double.parseDouble(arguments[0]);
        new MeterProgram(new PrintWriter(System.out, true)).run(seconds, 10);
    }

    /**
     * Waits and prints a line for each meter and each device.
     *
     * @param seconds length of the window, at least 0
     * @param wattsPerCore for the estimate
     * @throws InterruptedException if the window is cut short
     */
    public void run(double seconds, double wattsPerCore) throws InterruptedException {
        print(read(seconds, wattsPerCore));
    }

    /**
     * Waits and reads.
     *
     * @param seconds length of the window, at least 0
     * @param wattsPerCore for the estimate
     * @return what every meter and device of this machine said
     * @throws InterruptedException if the window is cut short
     */
    public static MeterWindow read(double seconds, double wattsPerCore)
            throws InterruptedException {
        Optional<Nvml> nvml = JnaNvml.load();
        List<EnergyMeter> meters = meters(nvml, wattsPerCore);
        List<DeviceProbe> probes = probes(nvml);
        List<DeviceState> before = probes.stream().map(DeviceProbe::read).toList();
        long start = System.nanoTime();
        double epoch = System.currentTimeMillis() / 1e3;
        List<EnergyMeter.Window> windows = new ArrayList<>();
        meters.forEach(meter -> windows.add(meter.begin()));
        Thread.sleep(Math.round(seconds * 1000));
        List<EnergyReading> readings = windows.stream().map(EnergyMeter.Window::end).toList();
        double elapsed = (System.nanoTime() - start) / NANOS;
        int cores = Runtime.getRuntime().availableProcessors();
        List<MeterWindow.Device> devices = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            DeviceState after = probes.get(i).read();
            List<String> moved = DeviceDrift.flags(before.get(i), after, elapsed, cores);
            devices.add(new MeterWindow.Device(before.get(i), after, moved));
        }
        return new MeterWindow(epoch, elapsed, readings, devices);
    }

    /**
     * Prints a line for each meter and each device.
     *
     * @param window that was read
     */
    public void print(MeterWindow window) {
        print("window: %.3f s from %.3f s since 1970", window.seconds(), window.begin());
        window.readings().forEach(reading -> print(reading, window.seconds()));
        window.devices().forEach(this::print);
    }

    private static List<EnergyMeter> meters(Optional<Nvml> nvml, double wattsPerCore) {
        List<EnergyMeter> meters = new ArrayList<>();
        LongSupplier clock = System::nanoTime;
        nvml.ifPresent(
                n -> {
                    GpuMeters gpus = new GpuMeters(n, clock, new ThreadPolling());
                    for (int device = 0; device < n.devices(); device++) {
                        meters.add(gpus.of(List.of(device)));
                        meters.add(gpus.polled(List.of(device)));
                    }
                });
        meters.add(EnergyMeters.detect(false, wattsPerCore));
        return meters;
    }

    private static List<DeviceProbe> probes(Optional<Nvml> nvml) {
        List<DeviceProbe> probes = new ArrayList<>();
        for (int device = 0; device < nvml.map(Nvml::devices).orElse(0); device++) {
            probes.add(new GpuProbe(nvml.get(), device));
        }
        probes.add(CpuProbe.here());
        return probes;
    }

    private void print(EnergyReading reading, double seconds) {
        if (reading.joules().isEmpty()) {
            print("%s: no reading, %s", reading.source(), reading.gap());
        } else {
            double joules = reading.joules().getAsDouble();
            print("%s: %.3f J, %.3f W on average", reading.source(), joules, joules / seconds);
        }
    }

    private void print(MeterWindow.Device device) {
        DeviceState after = device.after();
        print(
                "%s: clock %s MHz, memory clock %s MHz, %s C, limit %s W, processes %s; moved: %s",
                after.device(),
                text(after.clockMhz()),
                text(after.memoryClockMhz()),
                text(after.celsius()),
                text(after.limitWatts()),
                text(after.processes()),
                device.moved());
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f", value.getAsDouble()) : "?";
    }

    private static String text(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "?";
    }

    private void print(String line, Object... values) {
        out.println(String.format(Locale.ROOT, line, values));
    }
}
