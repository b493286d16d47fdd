package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadPollingTest {
    @TempDir Path powercap;

    @Test
    void theTaskRepeatsUntilItIsClosedAndNotAfterwards() throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);
        AtomicInteger calls = new AtomicInteger();
        Polling.Running running =
                new ThreadPolling()
                        .start(
                                Duration.ofMillis(1),
                                () -> {
                                    calls.incrementAndGet();
                                    thrice.countDown();
                                });
        thrice.await();
        running.close();
        int counted = calls.get();
        Thread.onSpinWait();
        assertThat(calls.get()).isEqualTo(counted);
    }

    @Test
    void endingAWindowNeverDisturbsTheReadingOfACounter() throws IOException {
        Path zone = Files.createDirectories(powercap.resolve("intel-rapl:0"));
        Files.writeString(zone.resolve("name"), "package-0\n");
        // A small range is polled every millisecond.
        Files.writeString(zone.resolve("max_energy_range_uj"), "8000000\n");
        Files.writeString(zone.resolve("energy_uj"), "5\n");
        EnergyMeters meters =
                new EnergyMeters(
                        powercap,
                        Optional.empty(),
                        null,
                        10,
                        System::nanoTime,
                        new ThreadPolling());
        EnergyMeter meter = meters.cpu();
        for (int i = 0; i < 300; i++) {
            EnergyMeter.Window window = meter.begin();
            for (int spin = 0; spin < i * 50; spin++) {
                Thread.onSpinWait();
            }
            // The file never moves, which is a gap of its own; it must be no other.
            assertThat(window.end().gap()).doesNotContain("unreadable", "cannot be read");
        }
    }
}
