package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnergyMetersTest {
    @TempDir Path powercap;

    private Path zone(String name, long energy, long range) throws IOException {
        Path zone = Files.createDirectories(powercap.resolve(name));
        Files.writeString(zone.resolve("max_energy_range_uj"), range + "\n");
        Files.writeString(zone.resolve("energy_uj"), energy + "\n");
        return zone.resolve("energy_uj");
    }

    @Test
    void packagesAreAddedAndAWrapIsFollowed() throws IOException {
        Path first = zone("intel-rapl:0", 1_000_000, 10_000_000);
        Path second = zone("intel-rapl:1", 9_500_000, 10_000_000);
        zone("intel-rapl:0:0", 5, 10);
        EnergyMeter meter = EnergyMeters.detect(powercap, 10);
        assertThat(meter.source()).isEqualTo("RAPL: energy counters of 2 CPU package(s)");
        EnergyMeter.Window window = meter.begin();
        Files.writeString(first, "3000000\n");
        Files.writeString(second, "500000\n");
        assertThat(window.end().joules().orElseThrow()).isCloseTo(3.0, within(1e-9));
    }

    @Test
    void aCounterThatVanishesLeavesAGapAndNotZero() throws IOException {
        Path energy = zone("intel-rapl:0", 1, 10);
        EnergyMeter.Window window = EnergyMeters.detect(powercap, 10).begin();
        Files.delete(energy);
        assertThat(window.end().joules()).isEmpty();
    }

    @Test
    void withoutACounterTheEstimateSaysThatItIsOne() {
        EnergyMeter meter = EnergyMeters.detect(powercap.resolve("absent"), 12);
        assertThat(meter.source())
                .startsWith("estimate: ")
                .contains("12.0 W")
                .contains("not measured");
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
