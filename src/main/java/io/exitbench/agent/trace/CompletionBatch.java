package io.exitbench.agent.trace;

import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.BatchSession;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.RowStates;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Completions at full depth that advance together, each at its own position; one that ends gives
 * its place to the next (continuous batching, as in Orca, OSDI 2022).
 */
final class CompletionBatch implements AutoCloseable {
    /** Prompt tokens that run at once, which bounds what a layer's products take. */
    private static final int PROMPT_TOKENS = 4096;

    private final TraceHeader header;
    private final CompletionLimit limit;
    private final ExitPass pass;
    private final BatchSession session;
    private final int layers;
    private final TracedCompletion[] places;

    /**
     * Allocates the caches.
     *
     * @param model that completes; it must outlive the batch
     * @param header exits, and whether states are taken after the final norm
     * @param limit when a completion ends
     * @param places completions at once, at least 1
     * @param positions of the longest prompt and its completion, within the model's window
     */
    CompletionBatch(
            DecoderModel model,
            TraceHeader header,
            CompletionLimit limit,
            int places,
            int positions) {
        this.header = header;
        this.limit = limit;
        this.places = new TracedCompletion[places];
        layers = model.config().layers();
        pass = new ExitPass(model, header, true);
        session = model.newBatchSession(places, positions);
    }

    /**
     * Completes prompts.
     *
     * @param prompts in the order in which they begin
     * @param done takes each finished completion, in the same order
     */
    void run(Iterator<TracePrompt> prompts, Consumer<TraceEpisode> done) {
        Deque<TracedCompletion> begun = new ArrayDeque<>();
        begun.addAll(admit(prompts));
        while (!begun.isEmpty()) {
            step();
            while (!begun.isEmpty() && begun.peek().hasEnded()) {
                done.accept(begun.remove().episode());
            }
            begun.addAll(admit(prompts));
        }
    }

    /** Gives free places to the next prompts and runs these but for their last tokens. */
    private List<TracedCompletion> admit(Iterator<TracePrompt> prompts) {
        List<TracedCompletion> fresh = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        List<int[]> prefixes = new ArrayList<>();
        int tokens = 0;
        for (int slot = 0; slot < places.length; slot++) {
            if ((places[slot] == null || places[slot].hasEnded()) && prompts.hasNext()) {
                TracePrompt prompt = prompts.next();
                places[slot] = new TracedCompletion(header, prompt, limit.ends().get());
                fresh.add(places[slot]);
                session.begin(slot);
                int before = prompt.tokens().length - 1;
                if (tokens > 0 && tokens + before > PROMPT_TOKENS) {
                    prefill(slots, prefixes);
                    tokens = 0;
                }
                if (before > 0) {
                    slots.add(slot);
                    prefixes.add(Arrays.copyOf(prompt.tokens(), before));
                    tokens += before;
                }
            }
        }
        if (tokens > 0) {
            prefill(slots, prefixes);
        }
        return fresh;
    }

    private void prefill(List<Integer> slots, List<int[]> prefixes) {
        int[] numbers = slots.stream().mapToInt(Integer::intValue).toArray();
        try (RowStates embedded = session.embed(numbers, prefixes.toArray(int[][]::new))) {
            session.forward(embedded, layers).close();
        }
        slots.clear();
        prefixes.clear();
    }

    /** One token of every completion. */
    private void step() {
        int[] slots =
                IntStream.range(0, places.length)
                        .filter(slot -> places[slot] != null && !places[slot].hasEnded())
                        .toArray();
        int[][] tokens =
                IntStream.of(slots)
                        .mapToObj(slot -> new int[] {places[slot].last()})
                        .toArray(int[][]::new);
        List<SeenExit> seen = pass.run(session, slots, tokens);
        for (int row = 0; row < slots.length; row++) {
            TracedCompletion completion = places[slots[row]];
            completion.add(seen, row);
            completion.endAfter(limit.newTokens());
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
