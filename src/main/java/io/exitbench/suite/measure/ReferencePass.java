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
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the full model does with each sample: agreement is counted against it, oracles look it up,
 * and its time says what fits.
 */
final class ReferencePass {
    private final DecoderModel model;
    private final ExitLayers exits;
    private final CompletionLimit limit;

    ReferencePass(DecoderModel model, ExitLayers exits, CompletionLimit limit) {
        this.model = model;
        this.exits = exits;
        this.limit = limit;
    }

    List<WorkSample> run(Session session) {
        PlainTime plain = new PlainTime();
        int[] exitLayers = exits.layers().stream().mapToInt(Integer::intValue).toArray();
        TracingStrategy tracing = new TracingStrategy(exitLayers.length);
        List<WorkSample> samples = new ArrayList<>();
        try (EarlyExitDecoder decoder =
                        new EarlyExitDecoder(model, exits, KvPolicy.PROPAGATE, Prefill.FULL);
                FiniteStates finite = new FiniteStates(model)) {
            for (PromptRecord prompt : session.records().prompts()) {
                Optional<JournalEntry.Reference> known =
                        session.records().reference(prompt.sampleId());
                if (known.isEmpty()) {
                    session.beginReference(prompt.sampleId(), plain.longestSeconds());
                }
                JournalEntry.Reference reference =
                        known.orElseGet(() -> trace(decoder, finite, tracing, prompt, plain));
                if (known.isEmpty()) {
                    session.commit(reference);
                }
                samples.add(
                        new WorkSample(
                                prompt,
                                new FullDepthTrace(
                                        exitLayers,
                                        reference.argmax(),
                                        reference.tokens(),
                                        prompt.label()),
                                reference.seconds()));
            }
        }
        return samples;
    }

    private JournalEntry.Reference trace(
            EarlyExitDecoder decoder,
            FiniteStates finite,
            TracingStrategy tracing,
            PromptRecord prompt,
            PlainTime plain) {
        try {
            JournalEntry.Reference reference = traced(decoder, tracing, prompt, plain);
            finite.require(prompt.tokens(), reference.tokens());
            return reference;
        } catch (RuntimeException e) {
            throw ModelFailure.of(prompt.sampleId(), e);
        }
    }

    private JournalEntry.Reference traced(
            EarlyExitDecoder decoder,
            TracingStrategy tracing,
            PromptRecord prompt,
            PlainTime plain) {
        int[] tokens = prompt.tokens();
        SampleContext blind = SampleContext.blind(prompt.sampleId(), tokens.length);
        Completion completion = decoder.complete(tokens, limit, tracing, blind);
        double traced = completion.totalNanos() / 1e9;
        plain.addTraced(traced, completion.tokens().length, limit.newTokens());
        if (plain.isWanted()) {
            Completion again =
                    decoder.complete(tokens, limit, seen -> ExitDecision.CONTINUE, blind);
            plain.add(again.totalNanos() / 1e9, traced);
        }
        return new JournalEntry.Reference(
                prompt.sampleId(),
                completion.tokens(),
                tracing.takeArgmax(),
                traced * plain.share());
    }

    /** What of the time is the full model's own: looking at every exit takes the rest. */
    private static final class PlainTime {
        /** Samples that tell; more would only take time. */
        private static final int TIMED = 5;

        private double longest;
        private int timed;
        private double plain;
        private double traced;

        /** Lengthened to the most tokens that the next completion may have. */
        void addTraced(double seconds, int tokens, int newTokens) {
            longest = Math.max(longest, seconds * newTokens / Math.max(1, tokens));
        }

        /** What the next sample takes at most: traced, and perhaps once more without. */
        double longestSeconds() {
            return 2 * longest;
        }

        boolean isWanted() {
            return timed < TIMED;
        }

        void add(double plainSeconds, double tracedSeconds) {
            timed++;
            plain += plainSeconds;
            traced += tracedSeconds;
        }

        double share() {
            return plain / traced;
        }
    }
}
