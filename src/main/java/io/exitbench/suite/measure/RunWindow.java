package io.exitbench.suite.measure;

import io.exitbench.decode.Completion;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.energy.DeviceDrift;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.DeviceState;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyReading;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.strategy.ExitStrategy;
import java.time.Duration;
import java.util.ArrayList;
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

    Outcome measure(
            TokenDecoder decoder,
            LiveRun run,
            List<WorkSample> samples,
            SampleRunner.Way way,
            int block,
            int position) {
        ExitStrategy strategy = SampleRunner.strategy(run);
        List<Completion> first = new ArrayList<>(samples.size());
        Latencies latencies = new Latencies();
        runner.synchronise();
        DeviceState before = probe.read();
        EnergyMeter.Window window = meter.begin();
        long start = nanoTime.getAsLong();
        int passes = 0;
        do {
            for (int i = 0; i < samples.size(); i++) {
                Completion completion = way.run(decoder, run, strategy, samples.get(i));
                latencies.add(completion);
                if (passes == 0) {
                    first.add(completion);
                } else {
                    Completion earlier = first.get(i);
                    SampleRunner.requireEqual(
                            run,
                            samples.get(i).id(),
                            completion,
                            earlier.tokens(),
                            earlier.exitLayers());
                }
            }
            passes++;
        } while (nanoTime.getAsLong() - start < shortest.toNanos());
        runner.synchronise();
        double seconds = (nanoTime.getAsLong() - start) / NANOS;
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
}
