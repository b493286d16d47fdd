package io.exitbench.suite.measure;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.decode.TracingStrategy;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.strategy.SampleContext;

/** What each layer of the model before tuning predicts, once for each sample. */
final class UntunedPass {
    private final DecoderModel base;
    private final ExitLayers exits;
    private final CompletionLimit limit;

    /**
     * @param base the model before tuning
     * @param exits of the tuned model
     * @param limit of a completion
     */
    UntunedPass(DecoderModel base, ExitLayers exits, CompletionLimit limit) {
        this.base = base;
        this.exits = exits;
        this.limit = limit;
    }

    /** Records what is not recorded yet. */
    void run(Session session) {
        TracingStrategy tracing = new TracingStrategy(exits.layers().size());
        double longest = 0;
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(base, exits, KvPolicy.PROPAGATE, Prefill.FULL)) {
            for (PromptRecord prompt : session.records().prompts()) {
                if (session.records().untuned(prompt.sampleId()).isEmpty()) {
                    session.beginReference(prompt.sampleId(), longest);
                    Completion completion = complete(decoder, tracing, prompt);
                    double each =
                            completion.totalNanos() / 1e9 / Math.max(1, completion.tokens().length);
                    longest = Math.max(longest, each * limit.newTokens());
                    session.commit(
                            new JournalEntry.Untuned(
                                    prompt.sampleId(), completion.tokens(), tracing.takeArgmax()));
                }
            }
        }
    }

    private Completion complete(
            EarlyExitDecoder decoder, TracingStrategy tracing, PromptRecord prompt) {
        try {
            return decoder.complete(
                    prompt.tokens(),
                    limit,
                    tracing,
                    SampleContext.blind(prompt.sampleId(), prompt.tokens().length));
        } catch (RuntimeException e) {
            throw ModelFailure.of(prompt.sampleId(), e);
        }
    }
}
