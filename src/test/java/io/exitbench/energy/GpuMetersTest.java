package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GpuMetersTest {
    private final ManualTime time = new ManualTime();

    private EnergyReading window(EnergyMeter meter) {
        EnergyMeter.Window window = meter.begin();
        time.advance(Duration.ofSeconds(30));
        return window.end();
    }

    @Test
    void twoCardsAreAddedAndOneAloneIsNot() {
        FakeNvml nvml = new FakeNvml(time, 300, 70);
        GpuMeters meters = new GpuMeters(nvml, time, time);
        assertThat(window(meters.of(List.of(0, 1))).joules().orElseThrow())
                .isCloseTo(370 * 30, within(0.01));
        EnergyReading second = window(meters.of(List.of(1)));
        assertThat(second.joules().orElseThrow()).isCloseTo(70 * 30, within(0.01));
        assertThat(second.source()).isEqualTo("NVML energy counter of GPU 1 Fake (whole card)");
        assertThat(second.quality()).isEqualTo(EnergyQuality.COUNTER);
    }

    @Test
    void aCardWithoutACounterIsPolledAndSaysSo() {
        FakeNvml nvml = new FakeNvml(time, 250);
        nvml.cards.get(0).counter = false;
        EnergyReading reading = window(new GpuMeters(nvml, time, time).of(List.of(0)));
        assertThat(reading.joules().orElseThrow()).isCloseTo(250 * 30, within(0.01));
        assertThat(reading.quality()).isEqualTo(EnergyQuality.SAMPLED);
        assertThat(reading.source()).startsWith("NVML power polled every 20 ms and integrated");
    }

    @Test
    void aCounterAndAPolledCardTogetherAreWorthTheWeakerOfBoth() {
        FakeNvml nvml = new FakeNvml(time, 250, 100);
        nvml.cards.get(1).counter = false;
        EnergyReading reading = window(new GpuMeters(nvml, time, time).of(List.of(0, 1)));
        assertThat(reading.joules().orElseThrow()).isCloseTo(350 * 30, within(0.01));
        assertThat(reading.quality()).isEqualTo(EnergyQuality.SAMPLED);
        assertThat(reading.source()).contains("energy counter of GPU 0", "polled", "GPU 1");
    }

    @Test
    void aCardThatTellsNothingOrDoesNotExistLeavesAGap() {
        FakeNvml nvml = new FakeNvml(time, 250);
        nvml.cards.get(0).silent = true;
        GpuMeters meters = new GpuMeters(nvml, time, time);
        assertThat(window(meters.of(List.of(0))).gap())
                .isEqualTo("GPU 0 Fake tells neither its energy nor its power");
        assertThat(window(meters.of(List.of(3))).joules()).isEmpty();
    }

    @Test
    void aCardThatFallsSilentLeavesAGapWithEitherMethod() {
        FakeNvml nvml = new FakeNvml(time, 250);
        GpuMeters meters = new GpuMeters(nvml, time, time);
        EnergyMeter.Window counted = meters.of(List.of(0)).begin();
        EnergyMeter.Window polled = meters.polled(List.of(0)).begin();
        time.advance(Duration.ofSeconds(5));
        nvml.cards.get(0).silent = true;
        time.advance(Duration.ofSeconds(5));
        nvml.cards.get(0).silent = false;
        assertThat(counted.end().gap()).contains("became unreadable");
        assertThat(polled.end().gap()).contains("cannot be read");
    }

    @Test
    void aSplitCardIsMeasuredAsAWholeAndSaysSo() {
        FakeNvml nvml = new FakeNvml(time, 250);
        nvml.cards.get(0).split = true;
        assertThat(new GpuMeters(nvml, time, time).of(List.of(0)).source())
                .contains("GPU 0 Fake with all its MIG instances (whole card)");
    }

    @Test
    void aRampIsIntegratedByTrapezoidsAndAHoleIsAGap() {
        double start = time.seconds();
        PowerSensor ramp =
                new PowerSensor() {
                    @Override
                    public String name() {
                        return "ramp";
                    }

                    @Override
                    public OptionalDouble watts() {
                        return OptionalDouble.of((time.seconds() - start) * 10);
                    }
                };
        EnergyMeter meter = new PowerMeter("ramp", List.of(ramp), time, time);
        EnergyMeter.Window window = meter.begin();
        time.advance(Duration.ofSeconds(10));
        assertThat(window.end().joules().orElseThrow()).isCloseTo(500, within(1e-6));
        EnergyMeter.Window slept = meter.begin();
        time.advanceUnpolled(Duration.ofSeconds(10));
        assertThat(slept.end().gap()).contains("was not polled for 10.0 s");
    }

    @Test
    void aSensorThatAlwaysTellsZeroIsAGap() {
        assertThat(
                        window(new GpuMeters(new FakeNvml(time, 0), time, time).polled(List.of(0)))
                                .gap())
                .contains("never told more than 0 W");
    }

    @Test
    void cudasDevicesAreTranslated() {
        FakeNvml nvml = new FakeNvml(time, 1, 1, 1);
        assertThat(VisibleDevices.of(null, nvml)).containsExactly(0, 1, 2);
        assertThat(VisibleDevices.of("2,0", nvml)).containsExactly(2, 0);
        assertThat(VisibleDevices.of("GPU-11, 7, 0", nvml)).containsExactly(1);
        assertThat(VisibleDevices.of(" 1 , 0 ", nvml)).containsExactly(1, 0);
        for (String none : new String[] {"", " ", "-1", ",0", "NoDevFiles"}) {
            assertThat(VisibleDevices.of(none, nvml)).as(none).isEmpty();
        }
        assertThat(VisibleDevices.of("GPU-", nvml)).as("which of the three?").isEmpty();
    }

    @Test
    void anInstanceIsTranslatedIntoItsCard() {
        FakeNvml nvml = new FakeNvml(time, 1, 1, 1);
        nvml.cards.get(2).instances = List.of("MIG-41b3", "MIG-52c4");
        assertThat(VisibleDevices.of("MIG-52c4", nvml)).containsExactly(2);
        assertThat(VisibleDevices.of("MIG-41b3,MIG-52c4,0", nvml)).containsExactly(2, 2, 0);
        assertThat(VisibleDevices.of("MIG-GPU-111/1/0", nvml)).containsExactly(1);
        assertThat(VisibleDevices.of("MIG-GPU-777/1/0", nvml)).isEmpty();
        assertThat(VisibleDevices.of("MIG-9999, 0", nvml)).isEmpty();
    }
}
