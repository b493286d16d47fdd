package io.exitbench.energy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A clock that stands still until it is told to go on, and polls what is due on the way. */
final class ManualTime implements LongSupplier, Polling {
    private static final class Task {
        private final long period;
        private final Runnable action;
        private long due;

        Task(long period, Runnable action, long due) {
            this.period = period;
            this.action = action;
            this.due = due;
        }
    }

    private final List<Task> tasks = new ArrayList<>();
    private long nanos = 1_000;

    @Override
    public long getAsLong() {
        return nanos;
    }

    @Override
    public Running start(Duration period, Runnable action) {
        Task task = new Task(period.toNanos(), action, nanos + period.toNanos());
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Lets time pass; counters that move with it are read at each poll. */
    void advance(Duration duration) {
        long end = nanos + duration.toNanos();
        while (true) {
            Task next = tasks.stream().min((a, b) -> Long.compare(a.due, b.due)).orElse(null);
            if (next == null || next.due > end) {
                break;
            }
            nanos = next.due;
            next.due += next.period;
            next.action.run();
        }
        nanos = end;
    }

    /** As if the machine had slept: time passes and nobody polls. */
    void advanceUnpolled(Duration duration) {
        nanos += duration.toNanos();
        tasks.forEach(task -> task.due = nanos + task.period);
    }

    double seconds() {
        return nanos / 1e9;
    }

    int running() {
        return tasks.size();
    }
}
