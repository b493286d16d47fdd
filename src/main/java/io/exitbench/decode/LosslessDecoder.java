package io.exitbench.decode;

import io.exitbench.ExitBenchException;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Decoding that writes what full depth writes: tokens that left early are drafts. The first token
 * that goes to the last layer takes them along, in one batch, through the layers they skipped; the
 * first draft that differs from what the last layer says there is replaced, and all after it are
 * thrown away with their keys and values.
 */
public final class LosslessDecoder implements TokenDecoder {
    /** Drafts beyond the end of a given text, which the mode does not know. */
    private static final int LONGEST_OVERSHOOT = 32;

    /**
     * What is written where a token leaves early: what its exit predicted, but in measurements on
     * models that mean nothing, whose drafts are to be right as often as another model's were.
     */
    @FunctionalInterface
    interface Drafts {
        /**
         * @param index of the token in the completion
         * @param layer that it leaves after
         * @param predicted what the exit says
         * @return the draft
         */
        int draft(int index, int layer, int predicted);
    }

    private final DecoderModel model;
    private final Lossless mode;
    private final Drafts written;
    private final WorkCounter work = new WorkCounter();
    private final CatchingUpDriver driver;
    private final UploadedNets nets;
    private final TokenObservation observation;
    private final int[] exits;
    private final int layers;

    /** Of the completion in work. */
    private DraftedText text;

    private DraftLength length;
    private int drafts;

    /**
     * Allocates the cache.
     *
     * @param model that decodes; it must outlive the decoder
     * @param exits where the strategy is asked
     * @param mode how drafts are made
     */
    public LosslessDecoder(DecoderModel model, ExitLayers exits, Lossless mode) {
        this(model, exits, mode, (index, layer, predicted) -> predicted);
    }

    /**
     * @param written what becomes of drafts
     */
    LosslessDecoder(DecoderModel model, ExitLayers exits, Lossless mode, Drafts written) {
        this.model = model;
        this.mode = mode;
        this.written = written;
        this.exits = exits.layers().stream().mapToInt(Integer::intValue).toArray();
        layers = model.config().layers();
        driver = new CatchingUpDriver(model, Prefill.FULL, work, true);
        nets = new UploadedNets(model);
        observation = new TokenObservation(model, work, nets);
    }

    @Override
    public Completion complete(
            int[] prompt, CompletionLimit limit, ExitStrategy strategy, SampleContext sample) {
        return decode(prompt, limit.newTokens(), limit, strategy, sample);
    }

    /**
     * What it writes is the full model's text in any case, so it only ends where that does. Drafts
     * may go beyond, as they may where the end is not known.
     */
    @Override
    public Completion follow(
            int[] prompt, int[] given, ExitStrategy strategy, SampleContext sample) {
        PromptRoom.require(prompt, given.length, model.window());
        int room = model.window() - prompt.length + 1;
        int most = Math.min(room, given.length + LONGEST_OVERSHOOT);
        CompletionLimit limit = new CompletionLimit(most, () -> endsAt(given.length));
        return decode(prompt, most, limit, strategy, sample);
    }

    private static IntPredicate endsAt(int length) {
        int[] asked = {0};
        return token -> ++asked[0] == length;
    }

    @Override
    public Completion followAgain(
            int[] prompt, int[] given, ExitStrategy strategy, SampleContext sample) {
        return follow(prompt, given, strategy, sample);
    }

    private Completion decode(
            int[] prompt,
            int most,
            CompletionLimit limit,
            ExitStrategy strategy,
            SampleContext sample) {
        PromptRoom.require(prompt, most, model.window());
        work.beginCompletion();
        text = new DraftedText(prompt, most);
        drafts = 0;
        long[] nanos = new long[most];
        model.synchronise();
        long began = System.nanoTime();
        driver.prefill(Arrays.copyOf(prompt, prompt.length - 1));
        model.synchronise();
        long before = System.nanoTime();
        long prefillNanos = before - began;
        length = mode.length().get();
        strategy.beginSample(sample);
        int allowed = length.next();
        int known = 0;
        boolean ended = false;
        while (!ended) {
            boolean whole = token(strategy, drafts < allowed && text.hasRoomForDraft());
            // A draft that would end the text is looked at before more are made.
            if (whole || text.end(limit, known) >= 0) {
                verify(whole);
                allowed = length.next();
                model.synchronise();
                long now = System.nanoTime();
                nanos[known] = now - before;
                before = now;
                int end = text.end(limit, known);
                ended = end >= 0;
                text.cut(ended ? end : text.count());
                known = text.count();
            }
        }
        observation.end();
        return new Completion(
                text.tokens(),
                text.exitLayers(),
                Arrays.copyOf(nanos, text.count()),
                prefillNanos,
                false,
                0,
                work.ledger());
    }

    /**
     * Runs one token, which becomes a draft if it may and the strategy leaves.
     *
     * @return whether it went to the last layer instead, which has yet to say what it is
     */
    private boolean token(ExitStrategy strategy, boolean mayDraft) {
        int index = text.count();
        strategy.beginToken(index);
        work.beginToken();
        driver.begin(text.last());
        OptionalInt guess =
                mayDraft ? mode.guess().next(text.text(), text.length()) : OptionalInt.empty();
        int depth = guess.isPresent() ? 0 : leave(strategy, index, mayDraft);
        if (depth == layers) {
            return true;
        }
        int draft =
                guess.isPresent()
                        ? word(guess.getAsInt())
                        : written.draft(index, depth, observation.predicted());
        text.add(draft, depth);
        driver.finish();
        drafts++;
        strategy.observeOutcome(draft, depth);
        return false;
    }

    private int word(int guess) {
        int vocabulary = model.config().vocabularySize();
        if (guess < 0 || guess >= vocabulary) {
            throw new ExitBenchException(
                    "A guess is a token from 0 to " + (vocabulary - 1) + ", not " + guess + ".");
        }
        return guess;
    }

    private int leave(ExitStrategy strategy, int index, boolean mayDraft) {
        observation.beginToken(index);
        OptionalInt chosen = mayDraft ? length.layer() : OptionalInt.empty();
        if (chosen.isPresent()) {
            return leaveAt(chosen.getAsInt());
        }
        for (int exit = 0; mayDraft && exit < exits.length; exit++) {
            observation.reach(exit, exits[exit], driver.runTo(exits[exit]));
            ExitDecision decision = Decision.ask(strategy, observation);
            // A completion that stops would not be the full model's.
            if (decision != ExitDecision.CONTINUE) {
                return exits[exit];
            }
        }
        driver.runTo(layers);
        return layers;
    }

    /** Nobody is asked on the way. */
    private int leaveAt(int layer) {
        int exit = Arrays.binarySearch(exits, layer);
        if (exit < 0) {
            throw new ExitBenchException(
                    "Drafts leave at one of the exit layers "
                            + Arrays.toString(exits)
                            + ", not at "
                            + layer
                            + ".");
        }
        observation.reach(exit, layer, driver.runTo(layer));
        return layer;
    }

    /**
     * Holds drafts against the last layer; afterwards everything written is the full model's.
     *
     * @param whole whether another token took the drafts along; else they are run alone
     */
    private void verify(boolean whole) {
        int made = drafts;
        int first = text.count() - made;
        int[] tokens = atTheEnd(whole);
        drafts = 0;
        if (whole) {
            text.add(tokens[made], layers);
        }
        for (int i = 0; i < made; i++) {
            int at = first + i;
            text.verify(at, layers);
            if (tokens[i] != text.token(at)) {
                work.discard(rowsAfter(at));
                text.replace(at, tokens[i]);
                driver.rewind(text.length() - 1);
                length.verified(made, i);
                return;
            }
        }
        if (whole) {
            driver.finish();
        } else {
            driver.dropCaughtUp();
        }
        if (made > 0) {
            length.verified(made, made);
        }
    }

    /**
     * What the last layer says at all drafts, and at the token that took them along, whether drafts
     * before are right or not: the head's weights are read once.
     */
    private int[] atTheEnd(boolean whole) {
        if (!whole) {
            driver.catchUp();
        }
        List<HiddenState> states = new ArrayList<>(driver.caughtUp());
        if (whole) {
            states.add(driver.runTo(layers));
        }
        for (int i = 0; i < states.size(); i++) {
            work.evaluateHead(model.head().blockMultiplyAdds(layers), i > 0);
        }
        try (HiddenState together = HiddenState.concatenate(states)) {
            return model.head().argmax(together);
        }
    }

    /** Layers that tokens have run of their own which are thrown away now. */
    private int rowsAfter(int at) {
        return IntStream.range(at + 1, text.count()).map(text::depth).sum();
    }

    @Override
    public void close() {
        observation.close();
        nets.close();
        driver.close();
    }
}
