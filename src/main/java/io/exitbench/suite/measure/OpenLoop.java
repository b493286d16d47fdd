package io.exitbench.suite.measure;

import io.exitbench.digest.SeedStream;
import io.exitbench.result.cost.LoadResult;
import io.exitbench.result.cost.Percentiles;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Requests that arrive when they would arrive, whether or not the last one has been answered.
 * Response times count from the intended arrival: a server that stalls makes all wait that come
 * meanwhile, and a loop that waits for the answer before it sends the next request would not notice
 * (coordinated omission, G. Tene, "How NOT to Measure Latency").
 */
final class OpenLoop {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MS = 1e6;

    private final LongSupplier nanoTime;
    private final Pause pause;

    OpenLoop(LongSupplier nanoTime, Pause pause) {
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * Serves requests one after another, in the order in which they arrive.
     *
     * @param arrivalsPerSecond mean rate of a Poisson process, above 0
     * @param requests at least one
     * @param seed of the arrivals
     * @param serve answers the request of an index
     */
    LoadResult run(
            LiveRun run, double arrivalsPerSecond, int requests, long seed, IntConsumer serve) {
        Random random = SeedStream.of(seed, "arrivals");
        Histogram response = new Histogram(SIGNIFICANT_DIGITS);
        Histogram service = new Histogram(SIGNIFICANT_DIGITS);
        long start = nanoTime.getAsLong();
        double arrival = start;
        long busy = 0;
        long end = start;
        for (int request = 0; request < requests; request++) {
            arrival -= Math.log(1 - random.nextDouble()) / arrivalsPerSecond * NANOS;
            long intended = (long) arrival;
            long early = intended - nanoTime.getAsLong();
            if (early > 0) {
                pause.lasting(Duration.ofNanos(early));
            }
            long begun = nanoTime.getAsLong();
            serve.accept(request);
            end = nanoTime.getAsLong();
            response.recordValue(Math.max(0, end - intended));
            service.recordValue(end - begun);
            busy += end - begun;
        }
        double seconds = Math.max(1, end - start) / NANOS;
        return new LoadResult(
                run.runId(),
                run.record().label(),
                arrivalsPerSecond,
                requests,
                requests / seconds,
                busy / NANOS / seconds,
                Percentiles.of(response),
                Percentiles.of(service),
                response.getMaxValue() / NANOS_PER_MS);
    }
}
