package io.exitbench.cli;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.SampleContext;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/** Measures completions of a random prompt whose tokens all leave at one layer. */
final class StaticExitBench {
    private static final SampleContext SAMPLE = SampleContext.blind("bench", 0);
    private static final long SEED = 420;

    private final DecoderModel model;
    private final EnergyMeter meter;
    private final int repetitions;
    private final CompletionLimit limit;
    private final int[] prompt;

    /**
     * @param context tokens of the prompt
     * @param newTokens of a completion
     * @param repetitions completions at least; more until the meter's shortest window is full
     */
    StaticExitBench(
            DecoderModel model, EnergyMeter meter, int context, int newTokens, int repetitions) {
        this.model = model;
        this.meter = meter;
        this.repetitions = repetitions;
        limit = new CompletionLimit(newTokens, token -> false);
        prompt = new Random(SEED).ints(context, 0, model.config().vocabularySize()).toArray();
    }

    StaticExitCost measure(KvPolicy policy, int layer) {
        int layers = model.config().layers();
        ExitLayers exits = new ExitLayers(layer == layers ? List.of() : List.of(layer), layers);
        try (EarlyExitDecoder decoder = new EarlyExitDecoder(model, exits, policy, Prefill.FULL)) {
            for (int i = 0; i < Math.max(2, repetitions / 5); i++) {
                complete(decoder);
            }
            long prefill = 0;
            long total = 0;
            int completions = 0;
            long shortest = meter.shortestWindow().toNanos();
            model.synchronise();
            EnergyMeter.Window window = meter.begin();
            while (completions < repetitions || total < shortest) {
                Completion completion = complete(decoder);
                prefill += completion.prefillNanos();
                total += completion.totalNanos();
                completions++;
            }
            model.synchronise();
            OptionalDouble joules = window.end().joules();
            return new StaticExitCost(
                    layer,
                    policy,
                    completions,
                    prefill / 1e6 / completions,
                    (total - prefill) / 1e6 / completions / limit.newTokens(),
                    joules.isPresent()
                            ? OptionalDouble.of(joules.getAsDouble() / completions)
                            : OptionalDouble.empty(),
                    limit.newTokens());
        }
    }

    private Completion complete(EarlyExitDecoder decoder) {
        return decoder.complete(prompt, limit, seen -> ExitDecision.EXIT, SAMPLE);
    }
}
