package io.exitbench.energy;

import java.time.Duration;

/** A daemon thread for each window. */
final class ThreadPolling implements Polling {
    @Override
    public Running start(Duration period, Runnable task) {
        Thread thread = new Thread(() -> repeat(period, task), "energy-polling");
        thread.setDaemon(true);
        thread.start();
        return () -> stop(thread);
    }

    private static void repeat(Duration period, Runnable task) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(period.toMillis());
                task.run();
            }
        } catch (InterruptedException e) {
            // The window has ended, which is the only reason to interrupt.
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Thread thread) {
        thread.interrupt();
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
