package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceDriftTest {
    private static final String STAT = "cpu  %d 0 100 5000 900 3 2 %d 0 0\ncpu0 1 1 1 1 1 1 1 1\n";

    @TempDir Path root;

    @Test
    void aSteadyCardHasNoFlags() {
        FakeNvml nvml = new FakeNvml(new ManualTime(), 300);
        DeviceState state = new GpuProbe(nvml, 0).read();
        assertThat(DeviceDrift.flags(state, state, 10, 2)).isEmpty();
        assertThat(state.memoryClockMhz()).isEmpty();
    }

    @Test
    void everythingThatMovesIsFlagged() {
        FakeNvml nvml = new FakeNvml(new ManualTime(), 300);
        GpuProbe probe = new GpuProbe(nvml, 0);
        DeviceState before = probe.read();
        nvml.cards.get(0).clock = 1200;
        nvml.cards.get(0).celsius = 80;
        nvml.cards.get(0).limit = 500;
        nvml.cards.get(0).processes = 3;
        assertThat(DeviceDrift.flags(before, probe.read(), 10, 2))
                .containsExactly(
                        "clock went from 1980 to 1200 MHz",
                        "temperature went from 40 to 80 C",
                        "power limit went from 700 to 500 W",
                        "2 other process(es) on the device");
    }

    @Test
    void theCpuTimeOfOthersIsWhatIsBusyAndNotOurs() throws IOException {
        AtomicLong own = new AtomicLong(1_000_000_000);
        Files.writeString(root.resolve("stat"), String.format(STAT, 1000, 10));
        Files.writeString(root.resolve("cpuinfo"), "cpu MHz : 2000.0\ncpu MHz : 3000.0\n");
        CpuProbe probe = new CpuProbe(root, root.resolve("sys"), own::get);
        DeviceState before = probe.read();
        assertThat(before.clockMhz()).hasValue(2500);
        assertThat(before.celsius()).isEmpty();
        Files.writeString(root.resolve("stat"), String.format(STAT, 2000, 110));
        own.addAndGet(8_000_000_000L);
        DeviceState after = probe.read();
        // 10 s of user time and 1 s stolen, of which 8 s are ours, on two cores for 10 s.
        assertThat(DeviceDrift.othersShare(before, after, 10, 2).orElseThrow())
                .isCloseTo(0.15, within(1e-9));
        assertThat(DeviceDrift.flags(before, after, 10, 2))
                .containsExactly("others used 15 % of the CPUs");
    }

    @Test
    void theProcessorsOwnSensorAndLimitAreReadAndNoOtherDevices() throws IOException {
        sensor("class/hwmon/hwmon0", "nvme", "temp1_input", 90_000);
        sensor("class/hwmon/hwmon1", "k10temp", "temp1_input", 45_000);
        sensor(
                "class/powercap/intel-rapl:0",
                "package-0",
                "constraint_0_power_limit_uw",
                65_000_000);
        sensor("class/powercap/intel-rapl:1", "psys", "constraint_0_power_limit_uw", 99_000_000);
        sensor("devices/system/cpu/cpu0", "", "cpufreq/scaling_cur_freq", 3_000_000);
        sensor("devices/system/cpu/cpufreq", "", "scaling_cur_freq", 1);
        DeviceState state = new CpuProbe(root, root, () -> 0).read();
        assertThat(state.celsius()).hasValue(45);
        assertThat(state.limitWatts()).hasValue(65);
        assertThat(state.clockMhz()).hasValue(3000);
    }

    private void sensor(String folder, String name, String file, long value) throws IOException {
        Path path = root.resolve(folder).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(root.resolve(folder).resolve("name"), name + "\n");
        Files.writeString(path, value + "\n");
    }

    @Test
    void whatCannotBeReadIsUnknownAndNotFlagged() {
        DeviceState state = new CpuProbe(root, root, () -> -1).read();
        assertThat(state.busySeconds()).isEmpty();
        assertThat(state.ownSeconds()).isEmpty();
        assertThat(DeviceDrift.othersShare(state, state, 10, 2)).isEmpty();
        assertThat(DeviceDrift.flags(state, state, 10, 2)).isEmpty();
    }
}
