package io.exitbench.energy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A daemon thread for each window. It is told to stop and never interrupted, so that whatever way a
 * counter is read in, the reading that is under way when the window ends is finished.
 */
final class ThreadPolling implements Polling {
    @Override
    public Running start(Duration period, Runnable task) {
        CountDownLatch stop = new CountDownLatch(1);
        Thread thread = new Thread(() -> repeat(period, task, stop), "energy-polling");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            stop.countDown();
            join(thread);
        };
    }

    private static void repeat(Duration period, Runnable task, CountDownLatch stop) {
        try {
            while (!stop.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                task.run();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but one who wants it to end.
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
