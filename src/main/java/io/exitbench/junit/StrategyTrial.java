package io.exitbench.junit;

import io.exitbench.decode.Completion;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/** A strategy at work on the contract's prompts; what it does wrong bears its name. */
final class StrategyTrial {
    private final ContractModel model;
    private final String family;
    private final StrategyVariant variant;

    /**
     * @param family by which variants of the same label are told apart
     */
    StrategyTrial(ContractModel model, String family, StrategyVariant variant) {
        this.model = model;
        this.family = family;
        this.variant = variant;
    }

    /** What a strategy did with a sample. */
    record Decisions(List<Integer> exitLayers, List<Integer> tokens, boolean stopped) {
        static Decisions of(Completion completion) {
            return new Decisions(
                    Arrays.stream(completion.exitLayers()).boxed().toList(),
                    Arrays.stream(completion.tokens()).boxed().toList(),
                    completion.abstained());
        }
    }

    /** What came of a trial: decisions, or what was thrown in place of them. */
    record Outcome(
            Map<Integer, Decisions> decisions, Set<Need> seen, AssertionFailedError thrown) {}

    /** A strategy asked for the answer without having declared that, whatever it did then. */
    static final class LookedAhead extends AssertionFailedError {
        private static final long serialVersionUID = 1;

        LookedAhead(String sentence) {
            super(sentence);
        }
    }

    /**
     * @throws AssertionFailedError if it cannot be made
     */
    ExitStrategy instance() {
        try {
            ExitStrategy strategy = variant.factory().get();
            if (strategy == null) {
                throw failure("could not be made: its factory gave null", null);
            }
            return strategy;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw failure("could not be made", e);
        }
    }

    /**
     * A new instance on all samples in order, made once for all checks.
     *
     * @throws LookedAhead if it asks for an answer that it did not declare
     * @throws AssertionFailedError if it cannot be made, throws or does not answer
     */
    Map<Integer, Decisions> decide() {
        return decided("first").decisions();
    }

    /** As {@link #decide()}, by another instance. */
    Map<Integer, Decisions> decideAgain() {
        return decided("second").decisions();
    }

    private Outcome decided(String instance) {
        Outcome outcome =
                model.once(family + " " + variant.label() + " " + instance, this::attempt);
        if (outcome.thrown() != null) {
            throw outcome.thrown();
        }
        return outcome;
    }

    private Outcome attempt() {
        try {
            WatchedStrategy watched = new WatchedStrategy(instance());
            return new Outcome(decide(watched, model.samples()), watched.seen(), null);
        } catch (AssertionFailedError e) {
            return new Outcome(Map.of(), Set.of(), e);
        }
    }

    /**
     * An instance on samples, one after another.
     *
     * @throws LookedAhead if it asks for an answer that it did not declare
     * @throws AssertionFailedError if it throws or does not answer
     */
    Map<Integer, Decisions> decide(ExitStrategy strategy, List<Integer> order) {
        Map<Integer, Decisions> decisions = new TreeMap<>();
        order.forEach(sample -> decisions.put(sample, Decisions.of(complete(sample, strategy))));
        return decisions;
    }

    /** Layers that its tokens run on the full model's own text, over all samples. */
    long workOnTheSameText() {
        OnGivenText forced = new OnGivenText(instance());
        model.samples().forEach(sample -> complete(sample, forced));
        return forced.layers();
    }

    private Completion complete(int sample, ExitStrategy strategy) {
        AtomicBoolean looked = new AtomicBoolean();
        SampleContext context =
                variant.cheats()
                        ? model.told(sample)
                        : model.blind(sample).watched(() -> looked.set(true));
        Throwable thrown = null;
        Completion completion = null;
        try {
            completion =
                    variant.lossless().isEmpty()
                            ? model.complete(sample, strategy, context)
                            : model.complete(sample, strategy, context, variant.lossless().get());
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
            thrown = e;
        }
        String where = " on sample " + ContractModel.id(sample);
        if (looked.get()) {
            throw new LookedAhead(
                    "The strategy "
                            + variant.label()
                            + " asked for the full model's answer"
                            + where
                            + " but is not declared to cheat; give it the role CHEATING.");
        }
        if (thrown != null) {
            throw failure("failed" + where, thrown);
        }
        return completion;
    }

    /**
     * What it decides, for a check that says nothing of a strategy in which another check finds a
     * fault: it is aborted then.
     */
    Map<Integer, Decisions> steadily() {
        try {
            Map<Integer, Decisions> decisions = decide();
            if (decisions.equals(decideAgain())) {
                return decisions;
            }
        } catch (AssertionFailedError e) {
            return Assumptions.abort(e.getMessage());
        }
        return Assumptions.abort("Another instance decides differently.");
    }

    /** Fails where decisions differ from those that were to be repeated. */
    void requireEqual(Map<Integer, Decisions> first, Map<Integer, Decisions> again, String when) {
        for (int sample : again.keySet()) {
            if (!first.get(sample).equals(again.get(sample))) {
                throw new AssertionFailedError(
                        "The strategy "
                                + variant.label()
                                + " decides differently on sample "
                                + ContractModel.id(sample)
                                + " "
                                + when
                                + ".",
                        first.get(sample),
                        again.get(sample));
            }
        }
    }

    /** Fails if it looks at something that it did not declare. */
    void requireNeeds() {
        steadily();
        Set<Need> seen = decided("first").seen();
        Set<Need> declared = variant.needs().orElseThrow();
        if (!declared.containsAll(seen)) {
            throw failure("looks at " + seen + " but declares that it needs " + declared, null);
        }
    }

    /** Fails if a token left early, or the strategy ended a completion. */
    void requireFullDepth() {
        int layers = model.layers();
        steadily()
                .forEach(
                        (sample, decisions) -> {
                            if (decisions.stopped()
                                    || decisions.exitLayers().stream().anyMatch(l -> l != layers)) {
                                throw failure(
                                        "has the role FULL_DEPTH but leaves early on sample "
                                                + ContractModel.id(sample),
                                        null);
                            }
                        });
    }

    /** Fails if one of several variants, tightest first, works more than the one before it. */
    static void requireOrder(List<StrategyTrial> trials) {
        long before = Long.MAX_VALUE;
        StrategyTrial tighter = null;
        for (StrategyTrial looser : trials) {
            looser.steadily();
            long layers = looser.workOnTheSameText();
            if (layers > before) {
                throw looser.failure(
                        "is declared looser than "
                                + tighter.variant.label()
                                + " but runs "
                                + layers
                                + " instead of "
                                + before
                                + " layers on the same text",
                        null);
            }
            before = layers;
            tighter = looser;
        }
    }

    private AssertionFailedError failure(String what, Throwable cause) {
        StringBuilder sentence =
                new StringBuilder("The strategy ").append(variant.label()).append(' ').append(what);
        if (cause != null) {
            sentence.append(": ").append(cause.getClass().getSimpleName());
            if (cause.getMessage() != null) {
                sentence.append(": ").append(cause.getMessage());
            }
        }
        return new AssertionFailedError(sentence.toString(), cause);
    }
}
