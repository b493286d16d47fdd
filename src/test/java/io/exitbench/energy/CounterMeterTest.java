package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CounterMeterTest {
    private final ManualTime time = new ManualTime();

    private EnergyMeter meter(EnergyCounter... counters) {
        return new CounterMeter("fake counters", List.of(counters), time, time);
    }

    private EnergyReading window(EnergyMeter meter, Duration duration) {
        EnergyMeter.Window window = meter.begin();
        time.advance(duration);
        return window.end();
    }

    @Test
    void oneWrapIsFollowed() {
        EnergyMeter meter = meter(FakeCounter.steady("a", time, 100, 9_900, 10_000));
        assertThat(window(meter, Duration.ofSeconds(5)).joules()).hasValue(500);
    }

    @Test
    void manyWrapsAreFollowed() {
        EnergyMeter meter = meter(FakeCounter.steady("a", time, 400, 9_900, 10_000));
        EnergyReading reading = window(meter, Duration.ofHours(1));
        assertThat(reading.joules()).hasValue(400 * 3600);
        assertThat(reading.quality()).isEqualTo(EnergyQuality.COUNTER);
        assertThat(reading.gap()).isEmpty();
        assertThat(time.running()).as("polling ends with the window").isZero();
    }

    @Test
    void anyPowerAndLengthAddsUpOverAnyNumberOfWraps() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            double watts = 20 + random.nextInt(900);
            long range = 2_000 + random.nextInt(100_000);
            long offset = random.nextInt((int) range);
            long millis = 3_000 + random.nextInt(600_000);
            EnergyMeter meter = meter(FakeCounter.steady("a", time, watts, offset, range));
            assertThat(window(meter, Duration.ofMillis(millis)).joules().orElseThrow())
                    .as("%s W, range %s, %s ms", watts, range, millis)
                    .isCloseTo(watts * millis / 1000, within(1.0));
        }
    }

    @Test
    void aHoleInWhichItMayHaveWrappedTwiceIsAGap() {
        EnergyMeter.Window window = meter(FakeCounter.steady("a", time, 100, 0, 10_000)).begin();
        time.advance(Duration.ofSeconds(3));
        time.advanceUnpolled(Duration.ofSeconds(11));
        EnergyReading reading = window.end();
        assertThat(reading.joules()).isEmpty();
        assertThat(reading.gap()).contains("may have wrapped more than once");
    }

    @Test
    void aCounterThatGoesBackwardsIsAGapAlsoIfItCatchesUp() {
        AtomicLong value = new AtomicLong(5_000);
        EnergyMeter.Window window =
                meter(new FakeCounter("a", 0, () -> OptionalLong.of(value.addAndGet(100)))).begin();
        time.advance(Duration.ofSeconds(2));
        value.set(10);
        time.advance(Duration.ofSeconds(2));
        value.set(9_000);
        assertThat(window.end().gap()).isEqualTo("the counter of a went backwards");
    }

    @Test
    void aWrappingCounterThatIsResetIsNoWrap() {
        AtomicLong value = new AtomicLong(5_000);
        EnergyMeter.Window window =
                meter(new FakeCounter("a", 1_000_000, () -> OptionalLong.of(value.get()))).begin();
        value.set(4_000);
        time.advance(Duration.ofSeconds(1));
        EnergyReading reading = window.end();
        assertThat(reading.joules()).isEmpty();
        assertThat(reading.gap()).contains("or went backwards");
    }

    @Test
    void aVanishingPermissionIsAGapAlsoIfItComesBack() {
        AtomicReference<OptionalLong> value = new AtomicReference<>(OptionalLong.of(1));
        EnergyMeter.Window window = meter(new FakeCounter("a", 0, value::get)).begin();
        value.set(OptionalLong.empty());
        time.advance(Duration.ofSeconds(1));
        value.set(OptionalLong.of(100));
        EnergyReading reading = window.end();
        assertThat(reading.joules()).isEmpty();
        assertThat(reading.gap()).isEqualTo("the counter of a became unreadable");
    }

    @Test
    void aCounterThatIsStuckFromTheStartOrFromTheMiddleIsAGap() {
        EnergyMeter stuck = meter(new FakeCounter("a", 0, () -> OptionalLong.of(77)));
        assertThat(window(stuck, Duration.ofSeconds(5)).gap()).contains("a is stuck");

        AtomicLong value = new AtomicLong();
        EnergyMeter.Window window =
                meter(new FakeCounter("b", 0, () -> OptionalLong.of(value.get()))).begin();
        for (int second = 0; second < 5; second++) {
            value.addAndGet(50);
            time.advance(Duration.ofSeconds(1));
        }
        time.advance(Duration.ofSeconds(4));
        value.addAndGet(50);
        assertThat(window.end().gap()).contains("b is stuck");
    }

    @Test
    void aWindowShorterThanTheCountersPeriodIsAGapAndNotZero() {
        EnergyMeter meter = meter(FakeCounter.steady("a", time, 100, 0, 0));
        EnergyReading reading = window(meter, Duration.ofMillis(2));
        assertThat(reading.joules()).isEmpty();
        assertThat(reading.gap()).contains("shorter than the counter's period");
        assertThat(meter.shortestWindow()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void oneGapMakesTheSumAGap() {
        EnergyMeter meter =
                meter(
                        FakeCounter.steady("a", time, 100, 0, 0),
                        new FakeCounter("b", 0, OptionalLong::empty));
        EnergyReading reading = window(meter, Duration.ofSeconds(3));
        assertThat(reading.joules()).isEmpty();
        assertThat(reading.gap()).isEqualTo("the counter of b cannot be read");
    }
}
