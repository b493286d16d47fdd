package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.progress.Progress;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Measures all runs in blocks: in each block every run goes once over all samples, in a new seeded
 * random order, so that drift of the machine hits all alike. One window of time and energy is one
 * run in one block.
 */
final class Measurement {
    private static final int WARM_UP_SAMPLES = 3;

    private final DecoderModel model;
    private final ExitLayers exits;
    private final Prefill prefill;
    private final CompletionLimit limit;
    private final EnergyMeter meter;

    Measurement(
            DecoderModel model,
            ExitLayers exits,
            Prefill prefill,
            CompletionLimit limit,
            EnergyMeter meter) {
        this.model = model;
        this.exits = exits;
        this.prefill = prefill;
        this.limit = limit;
        this.meter = meter;
    }

    /**
     * Runs everything.
     *
     * @return for each run its measurements, one for each block
     */
    Map<PlannedRun, List<BlockMeasurement>> measure(
            List<PlannedRun> runs, List<PreparedSample> samples, int blocks, long seed) {
        Map<PlannedRun, List<BlockMeasurement>> measured = new LinkedHashMap<>();
        runs.forEach(run -> measured.put(run, new ArrayList<>()));
        long total = (long) runs.size() * samples.size() * blocks;
        try (Progress progress = Progress.start("Measuring", "completions", total)) {
            for (int block = 0; block < blocks; block++) {
                List<PlannedRun> order = new ArrayList<>(runs);
                Collections.shuffle(order, new Random(seed + block));
                for (PlannedRun run : order) {
                    measured.get(run).add(window(run, samples, progress));
                }
            }
        }
        measured.forEach(Measurement::requireEqualCompletions);
        return measured;
    }

    private BlockMeasurement window(
            PlannedRun run, List<PreparedSample> samples, Progress progress) {
        try (EarlyExitDecoder decoder = new EarlyExitDecoder(model, exits, run.policy(), prefill)) {
            ExitStrategy warmUp = run.variant().factory().get();
            for (int i = 0; i < Math.min(WARM_UP_SAMPLES, samples.size()); i++) {
                complete(decoder, run, warmUp, samples.get(i));
            }
            ExitStrategy strategy = run.variant().factory().get();
            List<Completion> completions = new ArrayList<>(samples.size());
            EnergyMeter.Window window = meter.begin();
            long start = System.nanoTime();
            for (PreparedSample sample : samples) {
                completions.add(complete(decoder, run, strategy, sample));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            OptionalDouble joules = window.end().joules();
            progress.advance(samples.size());
            return new BlockMeasurement(completions, seconds, joules);
        }
    }

    private Completion complete(
            EarlyExitDecoder decoder,
            PlannedRun run,
            ExitStrategy strategy,
            PreparedSample sample) {
        SampleContext context =
                new SampleContext(
                        sample.sample().id(),
                        sample.prompt().length,
                        run.variant().cheats() ? sample.trace() : null);
        return decoder.complete(sample.prompt(), limit, strategy, context);
    }

    /** A strategy that answers differently from block to block was measured at different work. */
    private static void requireEqualCompletions(PlannedRun run, List<BlockMeasurement> blocks) {
        List<Completion> first = blocks.get(0).completions();
        for (BlockMeasurement block : blocks) {
            for (int i = 0; i < first.size(); i++) {
                Completion completion = block.completions().get(i);
                if (!Arrays.equals(completion.tokens(), first.get(i).tokens())
                        || !Arrays.equals(completion.exitLayers(), first.get(i).exitLayers())) {
                    throw new io.exitbench.ExitBenchException(
                            "The strategy "
                                    + run.variant().label()
                                    + " gave different completions for the same sample in two"
                                    + " blocks; draw only from a seed and reset in beginSample.");
                }
            }
        }
    }
}
