package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.model.Logits;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.SampleContext;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Decoding that writes what full depth writes: tokens that left early are drafts. The first token
 * that goes to the last layer takes them along, in one batch, through the layers they skipped; the
 * first draft that differs from what the last layer says there is replaced, and all after it are
 * thrown away with their keys and values.
 */
public final class LosslessDecoder implements TokenDecoder {
    private final DecoderModel model;
    private final Lossless mode;
    private final DraftLength length;
    private final WorkCounter work = new WorkCounter();
    private final CatchingUpDriver driver;
    private final TokenObservation observation;
    private final int[] exits;
    private final int layers;

    /** Of the completion in work: prompt and tokens, of which the last are drafts. */
    private int[] text;

    private int[] depths;
    private long[] nanos;
    private int start;
    private int count;
    private int drafts;

    /**
     * Allocates the cache.
     *
     * @param model that decodes; it must outlive the decoder
     * @param exits where the strategy is asked
     * @param mode how drafts are made
     */
    public LosslessDecoder(DecoderModel model, ExitLayers exits, Lossless mode) {
        this.model = model;
        this.mode = mode;
        this.exits = exits.layers().stream().mapToInt(Integer::intValue).toArray();
        length = mode.length().get();
        layers = model.config().layers();
        driver = new CatchingUpDriver(model, Prefill.FULL, work, true);
        observation = new TokenObservation(model, work);
    }

    @Override
    public Completion complete(
            int[] prompt, CompletionLimit limit, ExitStrategy strategy, SampleContext sample) {
        return decode(prompt, limit.newTokens(), limit, strategy, sample);
    }

    /** What it writes is the full model's text in any case, so it only ends where that does. */
    @Override
    public Completion follow(
            int[] prompt, int[] given, ExitStrategy strategy, SampleContext sample) {
        CompletionLimit limit = new CompletionLimit(given.length, token -> false);
        return decode(prompt, given.length, limit, strategy, sample);
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
        begin(prompt, most);
        model.synchronise();
        long began = System.nanoTime();
        driver.prefill(Arrays.copyOf(prompt, prompt.length - 1));
        model.synchronise();
        long before = System.nanoTime();
        long prefillNanos = before - began;
        length.beginSample();
        strategy.beginSample(sample);
        int allowed = length.next();
        int known = 0;
        boolean ended = false;
        while (!ended) {
            boolean whole = token(strategy, drafts < allowed && count < most - 1);
            // A draft that would end the text is looked at before more are made.
            if (whole || end(limit, known) >= 0) {
                verify(whole);
                allowed = length.next();
                model.synchronise();
                long now = System.nanoTime();
                nanos[known] = now - before;
                before = now;
                int end = end(limit, known);
                ended = end >= 0;
                count = ended ? end : count;
                known = count;
            }
        }
        observation.end();
        return new Completion(
                Arrays.copyOfRange(text, start, start + count),
                Arrays.copyOf(depths, count),
                Arrays.copyOf(nanos, count),
                prefillNanos,
                false,
                0,
                work.ledger());
    }

    private void begin(int[] prompt, int most) {
        work.beginCompletion();
        start = prompt.length;
        text = Arrays.copyOf(prompt, start + most);
        depths = new int[most];
        nanos = new long[most];
        count = 0;
        drafts = 0;
    }

    /** Makes one token, as a draft if it may and the strategy leaves; true if at full depth. */
    private boolean token(ExitStrategy strategy, boolean mayDraft) {
        int index = count;
        int from = start + index - 1;
        strategy.beginToken(index);
        work.beginToken();
        driver.begin(text[from]);
        OptionalInt guess = mayDraft ? mode.guess().next(text, start + index) : OptionalInt.empty();
        int depth = guess.isPresent() ? 0 : leave(strategy, index, mayDraft);
        boolean whole = depth == layers;
        int predicted = guess.isPresent() ? guess.getAsInt() : observation.argmax();
        text[start + index] = predicted;
        depths[index] = depth;
        count++;
        if (!whole) {
            driver.finish();
            drafts++;
            strategy.observeOutcome(predicted, depth);
        }
        return whole;
    }

    private int leave(ExitStrategy strategy, int index, boolean mayDraft) {
        observation.beginToken(index);
        for (int exit = 0; mayDraft && exit < exits.length; exit++) {
            observation.reach(exit, exits[exit], driver.runTo(exits[exit]));
            ExitDecision decision = Decision.ask(strategy, observation);
            // A completion that stops would not be the full model's.
            if (decision != ExitDecision.CONTINUE) {
                return exits[exit];
            }
        }
        observation.reach(exits.length, layers, driver.runTo(layers));
        return layers;
    }

    /**
     * Holds drafts against the last layer; afterwards everything written is the full model's.
     *
     * @param whole whether the last token took the drafts along; else they are run alone
     */
    private void verify(boolean whole) {
        int drafted = drafts;
        int first = count - drafts - (whole ? 1 : 0);
        if (!whole) {
            driver.catchUp();
        }
        List<HiddenState> states = driver.caughtUp();
        drafts = 0;
        for (int i = 0; i < drafted; i++) {
            int at = first + i;
            int token = argmax(states.get(i));
            depths[at] = layers;
            if (token != text[start + at]) {
                throwAwayAfter(at, whole);
                text[start + at] = token;
                driver.rewind(start + at);
                length.verified(drafted, i);
                return;
            }
        }
        if (whole) {
            driver.finish();
        } else {
            driver.dropCaughtUp();
        }
        if (drafted > 0) {
            length.verified(drafted, drafted);
        }
    }

    private void throwAwayAfter(int at, boolean whole) {
        int rows = 0;
        for (int i = at + 1; i < count; i++) {
            rows += i == count - 1 && whole ? layers : depths[i];
        }
        work.discard(rows);
        count = at + 1;
    }

    private int argmax(HiddenState state) {
        work.evaluateHead(model.head().blockMultiplyAdds(layers));
        try (Logits logits = model.head().logits(state)) {
            return logits.argmax();
        }
    }

    /** Tokens up to the one that ends the text, or -1 if none does. */
    private int end(CompletionLimit limit, int known) {
        IntPredicate ends = limit.ends().get();
        for (int i = 0; i < count; i++) {
            boolean here = ends.test(text[start + i]);
            if (here && i >= known) {
                return i + 1;
            }
        }
        return count == depths.length ? count : -1;
    }

    @Override
    public void close() {
        observation.close();
        driver.close();
    }
}
