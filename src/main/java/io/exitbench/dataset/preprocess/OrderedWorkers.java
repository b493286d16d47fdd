package io.exitbench.dataset.preprocess;

import io.exitbench.ExitBenchException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs tasks in parallel and hands their results on in the order of the tasks. Only so many tasks
 * are in work or waiting that memory stays bounded; who submits more waits and hands results on.
 *
 * @param <T> result of a task
 */
final class OrderedWorkers<T> implements AutoCloseable {
    private static final int MOST_TASKS = 512;
    private static final long MOST_BYTES = 64L << 20;

    private record Pending<T>(Future<T> future, long bytes) {}

    private final ExecutorService threads;
    private final Consumer<T> sink;
    private final Deque<Pending<T>> pending = new ArrayDeque<>();
    private long bytes;

    OrderedWorkers(int threads, Consumer<T> sink) {
        this.threads = Executors.newFixedThreadPool(threads);
        this.sink = sink;
    }

    /**
     * Submits a task.
     *
     * @param size bytes that the task holds on to
     */
    void submit(Callable<T> task, long size) {
        while (!pending.isEmpty() && (pending.size() == MOST_TASKS || bytes + size > MOST_BYTES)) {
            handOn();
        }
        pending.add(new Pending<>(threads.submit(task), size));
        bytes += size;
    }

    /** Waits for all tasks. */
    void finish() {
        while (!pending.isEmpty()) {
            handOn();
        }
    }

    private void handOn() {
        Pending<T> first = pending.remove();
        bytes -= first.bytes();
        try {
            sink.accept(first.future().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitBenchException("Preprocessing was interrupted; start it again.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A tokenizer failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
