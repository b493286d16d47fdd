package io.exitbench.cli;

import io.exitbench.decode.BatchDecoder;
import io.exitbench.decode.BatchRequest;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures completions of random prompts in batches, all tokens of which leave at one layer, or
 * each at one that is drawn for it. What a token costs is the difference between completions of
 * many tokens and of one, so that prompts have no part in it.
 */
final class BatchBench {
    private static final long SEED = 420;
    private static final double NANOS = 1e9;

    private final DecoderModel model;
    private final EnergyMeter meter;
    private final int context;
    private final int newTokens;
    private final int repetitions;
    private final List<Integer> exitLayers;

    /**
     * @param context tokens of a prompt
     * @param newTokens of a completion, at least 2
     * @param repetitions goes at least; more until the meter's shortest window is full
     * @param exitLayers where tokens may leave, ascending, the last layer among them
     */
    BatchBench(
            DecoderModel model,
            EnergyMeter meter,
            int context,
            int newTokens,
            int repetitions,
            List<Integer> exitLayers) {
        this.model = model;
        this.meter = meter;
        this.context = context;
        this.newTokens = newTokens;
        this.repetitions = repetitions;
        this.exitLayers = List.copyOf(exitLayers);
    }

    /** Leaves at one layer. */
    BatchCost measure(KvPolicy policy, int batch, int layer) {
        String exit = layer == layers() ? "full" : Integer.toString(layer);
        return measure(
                policy, batch, exit, i -> seen -> ExitDecision.exitIf(seen.layer() >= layer));
    }

    /** Leaves each token at a layer that is drawn for it among all of them. */
    BatchCost measureRandom(KvPolicy policy, int batch) {
        return measure(policy, batch, "random", i -> new Drawn(exitLayers, SEED + i));
    }

    private int layers() {
        return model.config().layers();
    }

    /** Makes the strategy of a place. */
    @FunctionalInterface
    private interface Strategies {
        ExitStrategy of(int place);
    }

    /** One window. */
    private record Window(double seconds, OptionalDouble joules, List<Completion> completions) {}

    private BatchCost measure(KvPolicy policy, int batch, String exit, Strategies strategies) {
        ExitLayers exits =
                new ExitLayers(exitLayers.stream().filter(l -> l < layers()).toList(), layers());
        try (BatchDecoder decoder =
                new BatchDecoder(model, exits, policy, Prefill.FULL, batch, context + newTokens)) {
            complete(decoder, batch, newTokens, strategies);
            Window one = window(decoder, batch, 1, strategies);
            Window all = window(decoder, batch, newTokens, strategies);
            double more = (double) batch * (newTokens - 1);
            OptionalDouble joules =
                    one.joules().isPresent() && all.joules().isPresent()
                            ? OptionalDouble.of(
                                    (all.joules().getAsDouble() - one.joules().getAsDouble())
                                            / more)
                            : OptionalDouble.empty();
            double seconds = all.seconds() - one.seconds();
            return BatchCost.of(
                    batch,
                    exit,
                    policy,
                    all.completions(),
                    seconds * 1e3 / (newTokens - 1),
                    seconds * 1e3 / more,
                    joules);
        }
    }

    /** Median time and mean energy of one go. */
    private Window window(BatchDecoder decoder, int batch, int tokens, Strategies strategies) {
        List<Completion> last = List.of();
        List<Double> goes = new ArrayList<>();
        model.synchronise();
        EnergyMeter.Window window = meter.begin();
        long start = System.nanoTime();
        do {
            long begun = System.nanoTime();
            last = complete(decoder, batch, tokens, strategies);
            model.synchronise();
            goes.add((System.nanoTime() - begun) / NANOS);
        } while (goes.size() < repetitions
                || System.nanoTime() - start < meter.shortestWindow().toNanos());
        OptionalDouble joules = window.end().joules();
        Collections.sort(goes);
        return new Window(
                goes.get(goes.size() / 2),
                joules.isPresent()
                        ? OptionalDouble.of(joules.getAsDouble() / goes.size())
                        : OptionalDouble.empty(),
                last);
    }

    private List<Completion> complete(
            BatchDecoder decoder, int batch, int tokens, Strategies strategies) {
        CompletionLimit limit = new CompletionLimit(tokens, token -> false);
        List<BatchRequest> requests =
                IntStream.range(0, batch)
                        .mapToObj(
                                i ->
                                        BatchRequest.complete(
                                                prompt(i),
                                                limit,
                                                strategies.of(i),
                                                SampleContext.blind("bench-" + i, context)))
                        .toList();
        List<Completion> done = new ArrayList<>();
        decoder.run(requests.iterator(), (request, completion) -> done.add(completion));
        return done;
    }

    private int[] prompt(int index) {
        return new Random(SEED + index).ints(context, 0, model.config().vocabularySize()).toArray();
    }

    /** Leaves each token at a layer that is drawn for it. */
    private static final class Drawn implements ExitStrategy {
        private final List<Integer> layers;
        private final Random random;
        private int leaves;

        Drawn(List<Integer> layers, long seed) {
            this.layers = layers;
            random = new Random(seed);
        }

        @Override
        public void beginToken(int tokenIndex) {
            leaves = layers.get(random.nextInt(layers.size()));
        }

        @Override
        public ExitDecision decide(Observation observation) {
            return ExitDecision.exitIf(observation.layer() >= leaves);
        }
    }
}
