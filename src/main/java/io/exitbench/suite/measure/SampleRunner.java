package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.LosslessDecoder;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.cost.WorkCounts;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.UndeclaredLookaheadException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/** Completes samples with the model of a suite; what a strategy does wrong bears its name. */
final class SampleRunner {
    private final DecoderModel model;
    private final ExitLayers exits;
    private final CompletionLimit limit;

    SampleRunner(DecoderModel model, ExitLayers exits, CompletionLimit limit) {
        this.model = model;
        this.exits = exits;
        this.limit = limit;
    }

    /** A decoder for the run, which the caller closes. */
    TokenDecoder decoder(LiveRun run) {
        return run.variant()
                .lossless()
                .<TokenDecoder>map(
                        mode ->
                                new LosslessDecoder(
                                        run.model(), exits, GuardedStrategy.guarded(mode)))
                .orElseGet(
                        () ->
                                new EarlyExitDecoder(
                                        run.model(), exits, run.policy(), run.prefill()));
    }

    /**
     * A strategy for one go through the samples.
     *
     * @throws StrategyFailure if it cannot be made
     */
    static ExitStrategy strategy(LiveRun run) {
        ExitStrategy strategy;
        try {
            strategy = run.variant().factory().get();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Exception | Error e) {
            throw failure(run, "", "could not be made", e);
        }
        if (strategy == null) {
            throw failure(run, "", "could not be made: its factory gave null", null);
        }
        return strategy;
    }

    /** What is done with a sample. */
    @FunctionalInterface
    interface Way {
        /**
         * @throws StrategyFailure if the strategy throws
         */
        Completion run(TokenDecoder decoder, LiveRun run, ExitStrategy strategy, WorkSample sample);
    }

    /**
     * Completes one sample.
     *
     * @throws StrategyFailure if the strategy throws
     * @throws ExitBenchException if the model fails, which ends the suite
     */
    Completion complete(
            TokenDecoder decoder, LiveRun run, ExitStrategy strategy, WorkSample sample) {
        int[] prompt = sample.prompt().tokens();
        return watched(
                run,
                strategy,
                sample,
                (guarded, context) -> decoder.complete(prompt, limit, guarded, context));
    }

    /**
     * Goes through the full model's completion of one sample.
     *
     * @throws StrategyFailure if the strategy throws
     */
    Completion follow(TokenDecoder decoder, LiveRun run, ExitStrategy strategy, WorkSample sample) {
        return follow(decoder, run, strategy, sample, sample.trace().tokens());
    }

    /** Goes through another text. */
    Completion follow(
            TokenDecoder decoder,
            LiveRun run,
            ExitStrategy strategy,
            WorkSample sample,
            int[] text) {
        int[] prompt = sample.prompt().tokens();
        return watched(
                run,
                strategy,
                sample,
                (guarded, context) -> decoder.follow(prompt, text, guarded, context));
    }

    /** The same right after {@link #complete} of the same sample. */
    Completion followAgain(
            TokenDecoder decoder, LiveRun run, ExitStrategy strategy, WorkSample sample) {
        int[] prompt = sample.prompt().tokens();
        int[] text = sample.trace().tokens();
        return watched(
                run,
                strategy,
                sample,
                (guarded, context) -> decoder.followAgain(prompt, text, guarded, context));
    }

    private static Completion watched(
            LiveRun run,
            ExitStrategy strategy,
            WorkSample sample,
            BiFunction<ExitStrategy, SampleContext, Completion> decoding) {
        int length = sample.prompt().tokens().length;
        AtomicBoolean asked = new AtomicBoolean();
        SampleContext context =
                run.variant().cheats()
                        ? SampleContext.told(sample.id(), length, sample.trace())
                        : SampleContext.blind(sample.id(), length).watched(() -> asked.set(true));
        Completion completion;
        try {
            completion = decoding.apply(new GuardedStrategy(strategy), context);
        } catch (GuardedStrategy.Thrown e) {
            throw failure(run, sample.id(), "failed", e.getCause());
        } catch (ExitBenchException e) {
            // It does not throw, but its answer is none.
            throw failure(run, sample.id(), "failed", e);
        } catch (OutOfMemoryError e) {
            // The process ends by it and another goes on.
            throw e;
        } catch (Exception | Error e) {
            throw ModelFailure.of(sample.id(), e);
        }
        if (asked.get()) {
            throw failure(run, sample.id(), "failed", new UndeclaredLookaheadException());
        }
        return completion;
    }

    /** Completes a few samples with a strategy of its own, so that nothing is done first later. */
    void warmUp(TokenDecoder decoder, LiveRun run, List<WorkSample> samples, int count) {
        ExitStrategy strategy = strategy(run);
        for (int i = 0; i < Math.min(count, samples.size()); i++) {
            complete(decoder, run, strategy, samples.get(i));
        }
    }

    /** Waits until the device has done all it was given. */
    void synchronise() {
        model.synchronise();
    }

    /** Seconds that no strategy needs for a sample if it only works. */
    double longestSeconds(LiveRun run, WorkSample sample) {
        return sample.longestSeconds(run.policy(), limit.newTokens());
    }

    /** Whether a completion used up its tokens. */
    boolean isLimited(Completion completion) {
        return completion.tokens().length == limit.newTokens();
    }

    /**
     * A strategy that answers differently when it is asked again was measured at different work.
     *
     * @throws StrategyFailure if the completions differ
     */
    static void requireEqual(
            LiveRun run, String sampleId, Completion again, int[] tokens, int[] exitLayers) {
        if (!Arrays.equals(again.tokens(), tokens)
                || !Arrays.equals(again.exitLayers(), exitLayers)) {
            throw failure(
                    run,
                    sampleId,
                    "gave different completions when it was measured again; draw only from a seed"
                            + " and reset in beginSample",
                    null);
        }
    }

    /**
     * A strategy may decide the same and have looked at more.
     *
     * @throws StrategyFailure if something else was computed
     */
    static void requireEqualWork(
            LiveRun run, String sampleId, Completion again, WorkCounts recorded) {
        if (!Work.counts(again.work()).equals(recorded)) {
            throw failure(
                    run,
                    sampleId,
                    "had other things computed when it was measured again; ask for the same in"
                            + " every pass and reset in beginSample",
                    null);
        }
    }

    private static StrategyFailure failure(
            LiveRun run, String sampleId, String what, Throwable cause) {
        StringBuilder sentence =
                new StringBuilder("The strategy ").append(run.record().label()).append(' ');
        sentence.append(what);
        if (!sampleId.isEmpty()) {
            sentence.append(" (sample ").append(sampleId).append(')');
        }
        if (cause != null) {
            String message = cause.getMessage();
            sentence.append(": ").append(cause.getClass().getSimpleName());
            if (message != null) {
                sentence.append(": ").append(message.lines().findFirst().orElse(""));
            }
        }
        if (sentence.charAt(sentence.length() - 1) != '.') {
            sentence.append('.');
        }
        return new StrategyFailure(sampleId, sentence.toString(), cause);
    }
}
