package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.progress.Progress;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.TierVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Measures all runs in blocks: in each block every run goes once over all samples, in a new seeded
 * random order, so that drift of the machine hits all alike. One window of time and energy is one
 * run in one block; beside it, in random order, a part of its completions is replayed without
 * decisions. Idle power is measured before and after all.
 */
final class Measurement {
    /** In the smoke tier every third sample is replayed, to keep the suite short. */
    private static final int SMOKE_STRIDE = 3;

    private final SampleRunner runner;
    private final EnergyMeter meter;
    private final DeviceProbe probe;
    private final Tier tier;

    Measurement(SampleRunner runner, EnergyMeter meter, DeviceProbe probe, Tier tier) {
        this.runner = runner;
        this.meter = meter;
        this.probe = probe;
        this.tier = tier;
    }

    /**
     * Everything that was measured.
     *
     * @param runs in the order they were given
     * @param idleBefore watts, if known
     * @param idleAfter watts, if known
     */
    record Measured(
            Map<PlannedRun, MeasuredRun> runs,
            OptionalDouble idleBefore,
            OptionalDouble idleAfter) {}

    Measured measure(List<PlannedRun> runs, List<PreparedSample> samples, int blocks, long seed) {
        RunWindow window =
                new RunWindow(
                        runner, meter, probe, shortestWindow(samples, blocks), System::nanoTime);
        DecisionReplay replay = new DecisionReplay(runner, tier == Tier.PUBLISH ? 1 : SMOKE_STRIDE);
        IdlePower idle = new IdlePower(meter, Pause.SLEEP, System::nanoTime);
        Map<PlannedRun, MeasuredRun> measured = new LinkedHashMap<>();
        runs.forEach(run -> measured.put(run, new MeasuredRun()));
        long total = (long) runs.size() * samples.size() * blocks;
        OptionalDouble before = idle.watts(tier.idle());
        try (Progress progress = Progress.start("Measuring", "completions", total)) {
            for (int block = 0; block < blocks; block++) {
                Random random = new Random(seed + block);
                List<PlannedRun> order = new ArrayList<>(runs);
                Collections.shuffle(order, random);
                for (int position = 0; position < order.size(); position++) {
                    PlannedRun run = order.get(position);
                    // What is replayed must first have happened.
                    boolean replayFirst = block > 0 && random.nextBoolean();
                    Slot slot = new Slot(block, position, replayFirst);
                    MeasuredRun done = measured.get(run);
                    done.add(oneBlock(run, samples, done, window, replay, slot));
                    progress.advance(samples.size());
                }
            }
        }
        return new Measured(measured, before, idle.watts(tier.idle()));
    }

    private record Slot(int block, int position, boolean replayFirst) {}

    private Duration shortestWindow(List<PreparedSample> samples, int blocks) {
        return samples.size() >= TierVerdict.ENOUGH_SAMPLES
                ? Duration.ZERO
                : tier.shortestRun().dividedBy(blocks);
    }

    private BlockMeasurement oneBlock(
            PlannedRun run,
            List<PreparedSample> samples,
            MeasuredRun done,
            RunWindow window,
            DecisionReplay replay,
            Slot slot) {
        try (EarlyExitDecoder decoder = runner.decoder(run)) {
            runner.warmUp(decoder, run, samples, tier.warmUpSamples());
            long[] replayed =
                    slot.replayFirst()
                            ? replay.replayedNanos(decoder, run, samples, done.completions())
                            : new long[0];
            RunWindow.Outcome outcome =
                    window.measure(
                            decoder, run, samples, done.latencies(), slot.block(), slot.position());
            List<Completion> completions = outcome.completions();
            if (slot.block() > 0) {
                for (int i = 0; i < completions.size(); i++) {
                    RunWindow.requireEqual(run, completions.get(i), done.completions().get(i));
                }
            }
            if (!slot.replayFirst()) {
                replayed = replay.replayedNanos(decoder, run, samples, completions);
            }
            return new BlockMeasurement(
                    completions, outcome.cost(), replay.decidedNanos(completions), replayed);
        }
    }
}
