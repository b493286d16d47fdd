package io.exitbench.suite;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.Completion;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.energy.DeviceDrift;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.DeviceState;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyReading;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.strategy.ExitStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One window of time and energy: one run over all samples, repeated until the window is long
 * enough, with the device synchronised at both ends.
 */
final class RunWindow {
    private static final double NANOS = 1e9;

    private final SampleRunner runner;
    private final EnergyMeter meter;
    private final DeviceProbe probe;
    private final Duration shortest;
    private final LongSupplier nanoTime;

    /**
     * @param shortest a window lasts at least so long, and as long as the meter needs
     */
    RunWindow(
            SampleRunner runner,
            EnergyMeter meter,
            DeviceProbe probe,
            Duration shortest,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.runner = runner;
        this.meter = meter;
        this.probe = probe;
        this.shortest =
                shortest.compareTo(meter.shortestWindow()) > 0 ? shortest : meter.shortestWindow();
    }

    /**
     * What a window gives.
     *
     * @param completions of the first pass
     * @param cost of all passes
     */
    record Outcome(List<Completion> completions, BlockCost cost) {}

    Outcome measure(
            EarlyExitDecoder decoder,
            PlannedRun run,
            List<PreparedSample> samples,
            Latencies latencies,
            int block,
            int position) {
        ExitStrategy strategy = run.variant().factory().get();
        List<Completion> first = new ArrayList<>(samples.size());
        runner.synchronise();
        DeviceState before = probe.read();
        EnergyMeter.Window window = meter.begin();
        long start = nanoTime.getAsLong();
        int passes = 0;
        do {
            for (int i = 0; i < samples.size(); i++) {
                Completion completion = runner.complete(decoder, run, strategy, samples.get(i));
                latencies.add(completion);
                if (passes == 0) {
                    first.add(completion);
                } else {
                    requireEqual(run, completion, first.get(i));
                }
            }
            passes++;
        } while (nanoTime.getAsLong() - start < shortest.toNanos());
        runner.synchronise();
        double seconds = (nanoTime.getAsLong() - start) / NANOS;
        EnergyReading energy = window.end();
        DeviceState after = probe.read();
        int cores = Runtime.getRuntime().availableProcessors();
        return new Outcome(
                first,
                new BlockCost(
                        block,
                        position,
                        passes,
                        seconds,
                        energy,
                        before,
                        after,
                        DeviceDrift.othersShare(before, after, seconds, cores),
                        DeviceDrift.flags(before, after, seconds, cores)));
    }

    /** A strategy that answers differently from pass to pass was measured at different work. */
    static void requireEqual(PlannedRun run, Completion completion, Completion first) {
        if (!Arrays.equals(completion.tokens(), first.tokens())
                || !Arrays.equals(completion.exitLayers(), first.exitLayers())) {
            throw new ExitBenchException(
                    "The strategy "
                            + run.variant().label()
                            + " gave different completions for the same sample when it was"
                            + " measured again; draw only from a seed and reset in beginSample.");
        }
    }
}
