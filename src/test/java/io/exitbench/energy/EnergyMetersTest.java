package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnergyMetersTest {
    private static final long RANGE = 262_143_328_850L;

    @TempDir Path powercap;

    private final ManualTime time = new ManualTime();

    private Path zone(String folder, String name, long energy) throws IOException {
        Path zone = Files.createDirectories(powercap.resolve(folder));
        Files.writeString(zone.resolve("name"), name + "\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), RANGE + "\n");
        Files.writeString(zone.resolve("energy_uj"), energy + "\n");
        return zone.resolve("energy_uj");
    }

    private EnergyMeters meters(Nvml nvml) {
        return meters(nvml, null);
    }

    private EnergyMeters meters(Nvml nvml, String visible) {
        return meters(nvml, visible, null);
    }

    private EnergyMeters meters(Nvml nvml, String visible, String order) {
        return meters(nvml, visible, order, 10);
    }

    private EnergyMeters meters(Nvml nvml, String visible, String order, double wattsPerCore) {
        return new EnergyMeters(
                powercap, Optional.ofNullable(nvml), visible, order, wattsPerCore, time, time);
    }

    @Test
    void unlikeCardsThatCudaCountsInItsOwnOrderAreNotMixedUp() {
        FakeNvml nvml = new FakeNvml(time, 100, 700);
        nvml.cards.get(1).name = "Faster";
        assertThat(meters(nvml, null).gpu(0).source())
                .contains("none:", "CUDA_DEVICE_ORDER=PCI_BUS_ID");
        assertThat(meters(nvml, null, "FASTEST_FIRST").gpu(0).source()).contains("none:");
        assertThat(meters(nvml, " 1 , 0").gpu(0).source()).contains("none:");
        assertThat(meters(nvml, "0", "PCI_BUS_ID").gpu(0).source()).doesNotContain("none:");
        assertThat(meters(nvml, "GPU-111").gpu(0).source()).doesNotContain("none:");
        assertThat(meters(new FakeNvml(time, 100, 700), "1").gpu(0).source())
                .doesNotContain("none:");
    }

    @Test
    void packagesAndMemoryAreAddedAndNothingTwice() throws IOException {
        Path first = zone("intel-rapl:0", "package-0", 1_000_000);
        Path second = zone("intel-rapl:1", "package-1", RANGE - 500_000);
        Path memory = zone("intel-rapl:0:1", "dram", 0);
        zone("intel-rapl:0:0", "core", 5);
        zone("intel-rapl:2", "psys", 5);
        zone("intel-rapl-mmio:0", "package-0", 5);
        EnergyMeter meter = meters(null).cpu();
        assertThat(meter.source())
                .isEqualTo("RAPL energy counters of 2 CPU packages and their memory");
        EnergyMeter.Window window = meter.begin();
        Files.writeString(first, "3000000\n");
        Files.writeString(second, "500000\n");
        Files.writeString(memory, "250000\n");
        time.advance(Duration.ofMillis(50));
        assertThat(window.end().joules().orElseThrow()).isCloseTo(3.25, within(1e-9));
    }

    @Test
    void aCounterThatVanishesLeavesAGapAndNotZero() throws IOException {
        Path energy = zone("intel-rapl:0", "package-0", 1);
        EnergyMeter.Window window = meters(null).cpu().begin();
        Files.delete(energy);
        EnergyReading reading = window.end();
        assertThat(reading.joules()).isEmpty();
        assertThat(reading.gap()).isEqualTo("the counter of package-0 became unreadable");
    }

    /** It would have windows last as long as one of the CPU time needs. */
    @Test
    void withoutWattsNothingIsEstimated() {
        EnergyMeter meter = meters(null, null, null, 0).cpu();
        assertThat(meter.reads()).isFalse();
        assertThat(meter.source())
                .isEqualTo(
                        "none: this machine shows no RAPL counters, and no watts are stated for an"
                                + " estimate");
        assertThat(meter.shortestWindow()).isZero();
        assertThat(meter.begin().end().joules()).isEmpty();
    }

    @Test
    void withoutPermissionTheEstimateIsTakenAndSaysThatItIsOne() throws IOException {
        Files.writeString(zone("intel-rapl:0", "package-0", 1), "no number: permission denied");
        EnergyMeter meter = meters(null).cpu();
        assertThat(meter.source())
                .isEqualTo("estimate: process CPU time x 10.0 W per core (not measured)");
        assertThat(meter.quality()).isEqualTo(EnergyQuality.ESTIMATE);
    }

    @Test
    void aGpuIsMeasuredTogetherWithTheCpuPackages() throws IOException {
        Path packages = zone("intel-rapl:0", "package-0", 0);
        EnergyMeter meter = meters(new FakeNvml(time, 300)).gpu(0);
        assertThat(meter.source())
                .isEqualTo(
                        "NVML energy counter of GPU 0 Fake (whole card)"
                                + " + RAPL energy counters of 1 CPU package");
        EnergyMeter.Window window = meter.begin();
        for (int second = 1; second <= 10; second++) {
            Files.writeString(packages, second * 50_000_000 + "\n");
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(window.end().joules().orElseThrow()).isCloseTo(3500, within(0.01));
        assertThat(meter.quality()).isEqualTo(EnergyQuality.COUNTER);
    }

    @Test
    void aCardBesideOthersIsMeasuredWithoutTheCpuThatTheyShare() throws IOException {
        zone("intel-rapl:0", "package-0", 0);
        EnergyMeter meter = meters(new FakeNvml(time, 300, 300), "1").cardAlone(0);
        assertThat(meter.source())
                .isEqualTo(
                        "NVML energy counter of GPU 1 Fake (whole card)"
                                + "; CPU not included: processes of other cards run on it, too");
    }

    @Test
    void anEstimateIsNeverAddedToAMeasurement() {
        EnergyMeter meter = meters(new FakeNvml(time, 300)).gpu(0);
        assertThat(meter.quality()).isEqualTo(EnergyQuality.COUNTER);
        assertThat(meter.source())
                .endsWith("; CPU not included: this machine shows no RAPL counters");
    }

    @Test
    void workOnAGpuWithoutADriverLibraryIsUnknownAndNotEstimated() {
        EnergyMeter meter = meters(null).gpu(0);
        assertThat(meter.source()).startsWith("none: NVML cannot be loaded");
        assertThat(meter.begin().end().joules()).isEmpty();
        assertThat(meters(new FakeNvml(time, 300)).gpu(1).begin().end().gap())
                .isEqualTo("NVML does not see CUDA device 1");
    }

    @Test
    void workOnAnInstanceIsMeasuredByTheWholeCardAndSaysSo() {
        FakeNvml nvml = new FakeNvml(time, 100, 300);
        nvml.cards.get(1).split = true;
        nvml.cards.get(1).instances = List.of("MIG-41b3");
        for (String visible : List.of("MIG-41b3", "MIG-GPU-111/2/0")) {
            EnergyMeter meter = meters(nvml, visible).gpu(0);
            EnergyMeter.Window window = meter.begin();
            time.advance(Duration.ofSeconds(10));
            assertThat(window.end().joules().orElseThrow()).isCloseTo(3000, within(0.01));
            assertThat(meter.source())
                    .contains("GPU 1 Fake with all its MIG instances (whole card)");
        }
        assertThat(meters(nvml, "MIG-9999").gpu(0).begin().end().gap())
                .isEqualTo("NVML does not see CUDA device 0 among CUDA_VISIBLE_DEVICES=MIG-9999");
    }

    @Test
    void theEstimateIsCpuTimeTimesWatts() {
        AtomicLong nanos = new AtomicLong(1_000_000_000);
        EnergyMeter.Window window = new CpuTimeMeter(nanos::get, 8).begin();
        nanos.set(3_500_000_000L);
        assertThat(window.end().joules().orElseThrow()).isCloseTo(20, within(1e-9));
    }

    @Test
    void unknownCpuTimeLeavesAGap() {
        assertThat(new CpuTimeMeter(() -> -1, 8).begin().end().joules()).isEmpty();
    }
}
