package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.energy.CpuTimeMeter;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyQuality;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class IdlePowerTest {
    private long now;
    private long cpu;

    private OptionalDouble watts(Duration atLeast) {
        CpuTimeMeter meter = new CpuTimeMeter(() -> cpu, 10);
        Pause quarterBusy =
                duration -> {
                    now += duration.toNanos();
                    cpu += duration.toNanos() / 4;
                };
        return new IdlePower(meter, quarterBusy, () -> now).watts(atLeast);
    }

    @Test
    void powerIsEnergyOverTimeAndTheWindowSuitsTheMeter() {
        assertThat(watts(Duration.ofSeconds(2)).orElseThrow()).isCloseTo(2.5, within(1e-9));
        assertThat(now).as("settled, then measured").isEqualTo(4_000_000_000L);
        assertThat(watts(Duration.ZERO).orElseThrow()).isCloseTo(2.5, within(1e-9));
        assertThat(now).as("20 periods of 10 ms, twice").isEqualTo(4_400_000_000L);
    }

    @Test
    void whatCannotBeReadIsUnknown() {
        cpu = -1_000_000_000_000L;
        assertThat(watts(Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void whereNothingCanBeReadNobodyWaits() {
        Pause counted = duration -> now += duration.toNanos();
        IdlePower idle = new IdlePower(new Unreadable(), counted, () -> now);
        assertThat(idle.watts(Duration.ofSeconds(1))).isEmpty();
        assertThat(now).isZero();
    }

    private static final class Unreadable implements EnergyMeter {
        @Override
        public String source() {
            return "none";
        }

        @Override
        public EnergyQuality quality() {
            return EnergyQuality.ESTIMATE;
        }

        @Override
        public Duration period() {
            return Duration.ZERO;
        }

        @Override
        public boolean reads() {
            return false;
        }

        @Override
        public Window begin() {
            throw new AssertionError("There is nothing to begin.");
        }
    }
}
