package io.exitbench.suite.measure;

import io.exitbench.decode.Completion;
import io.exitbench.energy.DeviceDrift;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.DeviceState;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyReading;
import io.exitbench.result.cost.BlockCost;
import java.time.Duration;
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
     * @param latencies of all passes
     */
    record Outcome(List<Completion> completions, BlockCost cost, Latencies latencies) {}

    Duration shortest() {
        return shortest;
    }

    /**
     * Measures.
     *
     * @param course through the samples, in order
     * @param block from 0
     * @param position of the run in its block, from 0
     */
    Outcome measure(LiveRun run, List<WorkSample> samples, Course course, int block, int position) {
        List<Completion> first = List.of();
        Latencies latencies = new Latencies();
        runner.synchronise();
        DeviceState before = probe.read();
        EnergyMeter.Window window = meter.begin();
        long start = nanoTime.getAsLong();
        int passes = 0;
        do {
            List<Completion> completions = course.go();
            completions.forEach(latencies::add);
            if (passes == 0) {
                first = completions;
            } else {
                requireEqual(run, samples, completions, first);
            }
            passes++;
        } while (nanoTime.getAsLong() - start < shortest.toNanos());
        runner.synchronise();
        long nanos = nanoTime.getAsLong() - start;
        if (run.batch() > 1) {
            latencies.tookTogether(nanos);
        }
        double seconds = nanos / NANOS;
        EnergyReading energy = window.end();
        DeviceState after = probe.read();
        int cores = Runtime.getRuntime().availableProcessors();
        BlockCost cost =
                new BlockCost(
                        block,
                        position,
                        passes,
                        seconds,
                        energy,
                        before,
                        after,
                        DeviceDrift.othersShare(before, after, seconds, cores),
                        DeviceDrift.flags(before, after, seconds, cores));
        return new Outcome(first, cost, latencies);
    }

    private static void requireEqual(
            LiveRun run,
            List<WorkSample> samples,
            List<Completion> completions,
            List<Completion> first) {
        for (int i = 0; i < samples.size(); i++) {
            Completion earlier = first.get(i);
            SampleRunner.requireEqual(
                    run,
                    samples.get(i).id(),
                    completions.get(i),
                    earlier.tokens(),
                    earlier.exitLayers());
        }
    }
}
