package io.exitbench.cli;

import io.exitbench.agent.LayerCosts;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyReading;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderSession;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.DeviceNet;
import io.exitbench.model.ExitNet;
import io.exitbench.model.HiddenState;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Measures what a token costs that leaves at each exit, and what a decision costs, for the energy
 * reward. Windows are as long as the meter needs; the prompt's share is taken out by time. Where
 * the meter cannot read, seconds stand in for joules.
 */
final class LayerCostMeasurement {
    private static final int MOST_TOKENS = 16;
    private static final int DECISIONS = 1000;
    private static final int HIDDEN_UNITS = 64;
    private static final float[] NOTHING = {};
    private static final Duration SHORTEST = Duration.ofMillis(400);

    private final DecoderModel model;
    private final ExitLayers exits;
    private final KvPolicy policy;
    private final EnergyMeter meter;
    private final CompletionLimit limit;

    LayerCostMeasurement(
            DecoderModel model,
            ExitLayers exits,
            KvPolicy policy,
            EnergyMeter meter,
            int newTokens) {
        limit = new CompletionLimit(Math.min(MOST_TOKENS, newTokens), token -> false);
        this.model = model;
        this.exits = exits;
        this.policy = policy;
        this.meter = meter;
    }

    /** Work of one window. */
    private record Window(OptionalDouble joules, double seconds, long units, double share) {
        double cost(boolean joulesKnown) {
            return (joulesKnown ? joules.getAsDouble() : seconds) * share / units;
        }
    }

    /**
     * @param prompts to complete, at least one
     */
    LayerCosts measure(List<int[]> prompts) {
        List<Window> windows = new ArrayList<>();
        for (int exit = 0; exit <= exits.layers().size(); exit++) {
            int index = exit;
            ExitStrategy leaving =
                    at -> at.exitIndex() == index ? ExitDecision.EXIT : ExitDecision.CONTINUE;
            try (EarlyExitDecoder decoder =
                    new EarlyExitDecoder(model, exits, policy, Prefill.FULL)) {
                tokens(decoder, leaving, prompts.subList(0, 1), Duration.ZERO);
                windows.add(tokens(decoder, leaving, prompts, shortest()));
            }
        }
        Window decisions = decisions();
        boolean known =
                decisions.joules().isPresent()
                        && windows.stream().allMatch(window -> window.joules().isPresent());
        return LayerCosts.measured(
                windows.stream().map(window -> window.cost(known)).toList(),
                decisions.cost(known),
                known ? "J" : "s",
                (known ? meter.source() : "wall-clock time") + ", K/V policy " + policy.id());
    }

    private Duration shortest() {
        return SHORTEST.compareTo(meter.shortestWindow()) > 0 ? SHORTEST : meter.shortestWindow();
    }

    private Window tokens(
            EarlyExitDecoder decoder,
            ExitStrategy strategy,
            List<int[]> prompts,
            Duration shortest) {
        long tokens = 0;
        long prefill = 0;
        EnergyMeter.Window window = meter.begin();
        long start = System.nanoTime();
        do {
            for (int[] prompt : prompts) {
                Completion completion =
                        decoder.complete(
                                prompt, limit, strategy, SampleContext.blind("", prompt.length));
                tokens += completion.tokens().length;
                prefill += completion.prefillNanos();
            }
        } while (System.nanoTime() - start < shortest.toNanos());
        EnergyReading reading = window.end();
        double nanos = System.nanoTime() - start;
        return new Window(reading.joules(), nanos / 1e9, tokens, 1 - prefill / nanos);
    }

    private Window decisions() {
        int width = model.config().stateSize(true);
        ExitNet net =
                new ExitNet(
                        true,
                        0,
                        0,
                        List.of(zeros(width, HIDDEN_UNITS)),
                        List.of(zeros(HIDDEN_UNITS, HIDDEN_UNITS), zeros(HIDDEN_UNITS, 2)));
        try (DeviceNet device = model.upload(net);
                DecoderSession session = model.newSession();
                HiddenState state = session.embed(0)) {
            decide(device, state);
            EnergyMeter.Window window = meter.begin();
            long start = System.nanoTime();
            long count = 0;
            do {
                decide(device, state);
                count += DECISIONS;
            } while (System.nanoTime() - start < shortest().toNanos());
            EnergyReading reading = window.end();
            return new Window(reading.joules(), (System.nanoTime() - start) / 1e9, count, 1);
        }
    }

    private static void decide(DeviceNet device, HiddenState state) {
        for (int i = 0; i < DECISIONS; i++) {
            device.score(0, state, 0, NOTHING);
        }
    }

    private static DenseLayer zeros(int inputs, int outputs) {
        return new DenseLayer(inputs, outputs, new float[inputs * outputs], new float[outputs]);
    }
}
