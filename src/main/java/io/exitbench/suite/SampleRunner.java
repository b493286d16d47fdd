package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.util.List;

/** Completes samples with the model of a suite. */
final class SampleRunner {
    private final DecoderModel model;
    private final ExitLayers exits;
    private final Prefill prefill;
    private final CompletionLimit limit;

    SampleRunner(DecoderModel model, ExitLayers exits, Prefill prefill, CompletionLimit limit) {
        this.model = model;
        this.exits = exits;
        this.prefill = prefill;
        this.limit = limit;
    }

    /** A decoder for the run, which the caller closes. */
    EarlyExitDecoder decoder(PlannedRun run) {
        return new EarlyExitDecoder(model, exits, run.policy(), prefill);
    }

    Completion complete(
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

    /** Completes a few samples with a strategy of its own, so that nothing is done first later. */
    void warmUp(EarlyExitDecoder decoder, PlannedRun run, List<PreparedSample> samples, int count) {
        ExitStrategy strategy = run.variant().factory().get();
        for (int i = 0; i < Math.min(count, samples.size()); i++) {
            complete(decoder, run, strategy, samples.get(i));
        }
    }

    /** Waits until the device has done all it was given. */
    void synchronise() {
        model.synchronise();
    }
}
