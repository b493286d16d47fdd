package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a lossless mode counts is what a count says that knows no decoder. */
class LosslessLedgerTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final int COMPLETIONS = 50;
    private static final int LAYERS = 4;
    private static final ExitLayers EXITS = new ExitLayers(List.of(1, 2, 3), LAYERS);

    /** Passes, own rows, rows caught up, rows thrown away, heads. */
    private record Counts(long passes, long own, long caughtUp, long discarded, long heads) {
        static Counts of(WorkLedger work) {
            return new Counts(
                    work.layerPasses(),
                    work.ownRows(),
                    work.catchUpRows(),
                    work.discardedRows(),
                    work.heads());
        }
    }

    @Test
    void theLedgerEqualsAnIndependentCount() {
        Random random = new Random(17);
        try (DecoderModel model =
                Checkpoint.open("opt", GOLDENS.resolve("opt-preln")).load(DecoderOptions.cpu())) {
            for (int i = 0; i < COMPLETIONS; i++) {
                int[] prompt = random.ints(1 + random.nextInt(8), 0, 160).toArray();
                int[] leaving = random.ints(1 + random.nextInt(9), 1, LAYERS + 1).toArray();
                int drafts = 1 + random.nextInt(4);
                FullDepth full = fullDepth(model, prompt, leaving.length);
                Lossless mode = new Lossless(() -> DraftLength.fixed(drafts), Lossless.Guess.NONE);
                try (LosslessDecoder decoder = new LosslessDecoder(model, EXITS, mode)) {
                    Completion done =
                            decoder.complete(
                                    prompt,
                                    new CompletionLimit(leaving.length, token -> false),
                                    seen ->
                                            ExitDecision.exitIf(
                                                    seen.layer() == leaving[seen.tokenIndex()]),
                                    SampleContext.blind("s", prompt.length));
                    assertThat(done.tokens()).isEqualTo(full.tokens);
                    assertThat(Counts.of(done.work()))
                            .isEqualTo(count(leaving, drafts, full.tokens, full.argmax));
                }
            }
        }
    }

    private record FullDepth(int[] tokens, int[][] argmax) {}

    private static FullDepth fullDepth(DecoderModel model, int[] prompt, int tokens) {
        TracingStrategy tracing = new TracingStrategy(3);
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(model, EXITS, KvPolicy.PROPAGATE, Prefill.FULL)) {
            int[] written =
                    decoder.complete(
                                    prompt,
                                    new CompletionLimit(tokens, token -> false),
                                    tracing,
                                    SampleContext.blind("s", prompt.length))
                            .tokens();
            return new FullDepth(written, tracing.takeArgmax());
        }
    }

    /**
     * A draft is right where its exit predicts the full model's token after the full model's text.
     */
    private static Counts count(int[] leaving, int drafts, int[] tokens, int[][] argmax) {
        long passes = 0;
        long own = 0;
        long caughtUp = 0;
        long discarded = 0;
        long heads = 0;
        int at = 0;
        List<Integer> pending = new ArrayList<>();
        List<Integer> reached = new ArrayList<>();
        while (at + pending.size() < tokens.length) {
            int index = at + pending.size();
            boolean mayDraft = pending.size() < drafts && index < tokens.length - 1;
            int depth = mayDraft ? leaving[index] : LAYERS;
            passes += depth;
            own += depth;
            heads++;
            for (int i = 0; i < reached.size(); i++) {
                caughtUp += Math.max(0, depth - reached.get(i));
                reached.set(i, Math.max(depth, reached.get(i)));
            }
            if (depth < LAYERS) {
                pending.add(depth);
                reached.add(depth);
                continue;
            }
            int right = 0;
            while (right < pending.size()
                    && argmax[at + right][pending.get(right) - 1] == tokens[at + right]) {
                right++;
            }
            boolean allRight = right == pending.size();
            heads += pending.size();
            for (int i = right + 1; i < pending.size(); i++) {
                discarded += pending.get(i);
                own -= pending.get(i);
            }
            if (!allRight) {
                discarded += LAYERS;
                own -= LAYERS;
            }
            at += right + 1;
            pending.clear();
            reached.clear();
        }
        return new Counts(passes, own, caughtUp, discarded, heads);
    }
}
