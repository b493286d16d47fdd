package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadPollingTest {
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
    void aReadingThatIsUnderWayWhenTheWindowEndsIsNotInterrupted() {
        Thread window = Thread.currentThread();
        CountDownLatch reading = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Polling.Running running =
                new ThreadPolling()
                        .start(
                                Duration.ofMillis(1),
                                () -> {
                                    reading.countDown();
                                    awaitClosing(window);
                                    interrupted.set(Thread.currentThread().isInterrupted());
                                });
        awaitUninterruptibly(reading);
        running.close();
        assertThat(interrupted).isFalse();
    }

    /** Until the thread that ends the window waits for the polling thread. */
    private static void awaitClosing(Thread window) {
        while (window.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    /** Spins, so that the thread's only wait is the one in {@code close}. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
