package io.exitbench.bench;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.model.BatchSession;
import io.exitbench.model.Candidates;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.RowLogits;
import io.exitbench.model.RowStates;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepare;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Prompt;
import io.exitbench.suite.prepare.PromptSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How often a token that an exit's whole head ranks first is no candidate, where candidates are
 * chosen by previews of several ranks and by the whole head: {@code PreviewCoverage MODEL LANGUAGE
 * EXITS PROMPTS RANK...}, with exits as {@code 2,4,6}. Read are prompts of the calibration split,
 * teacher-forced, at every token from the 33rd on.
 */
public final class PreviewCoverage {
    private static final Path CACHE = Path.of("cache");
    private static final int CONTEXT = 32;
    private static final int SEED = 420;

    private final List<Integer> exits;
    private final int layers;
    private final long[] outside;
    private long tokens;

    private PreviewCoverage(List<Integer> exits, int layers) {
        this.exits = exits;
        this.layers = layers;
        outside = new long[exits.size() + 1];
    }

    /**
     * @param arguments model, language, exits, prompts, ranks
     */
    public static void main(String[] arguments) {
        List<Integer> exits = Stream.of(arguments[2].split(",")).map(Integer::valueOf).toList();
        SuiteSpecification specification =
                SuiteSpecification.builder("preview", Language.valueOf(arguments[1]))
                        .model(arguments[0], exits)
                        .places(CACHE.resolve("results"), CACHE, true)
                        .build();
        try (Prepared prepared = new Prepare(specification).run()) {
            List<Prompt> prompts =
                    new PromptSource(
                                    prepared.tokenizer(),
                                    prepared.context(),
                                    specification.task().newTokens(),
                                    prepared.text())
                            .draw(
                                    prepared.data(),
                                    Split.CALIBRATION,
                                    prepared.protocol(),
                                    Integer.parseInt(arguments[3]),
                                    SEED);
            for (String rank : Arrays.asList(arguments).subList(4, arguments.length)) {
                DecoderOptions options = prepared.options().withPreviewRank(Integer.parseInt(rank));
                try (DecoderModel model = prepared.model().checkpoint().load(options)) {
                    PreviewCoverage coverage = new PreviewCoverage(exits, model.config().layers());
                    prompts.forEach(prompt -> coverage.read(model, prompt.tokens()));
                    coverage.print(arguments[0], rank, model);
                }
            }
        }
    }

    private void read(DecoderModel model, int[] text) {
        if (text.length <= CONTEXT) {
            return;
        }
        tokens += text.length - CONTEXT;
        try (BatchSession session = model.newBatchSession(1, text.length)) {
            session.begin(0);
            Candidates candidates = null;
            RowStates states = session.embed(new int[] {0}, new int[][] {text});
            for (int exit = 0; exit < outside.length; exit++) {
                RowStates reached =
                        session.forward(states, exit < exits.size() ? exits.get(exit) : layers);
                states.close();
                states = reached;
                if (candidates == null) {
                    candidates = model.head().choose(states, model.candidates());
                }
                outside[exit] += outside(model, states, candidates);
            }
            states.close();
            candidates.close();
        }
    }

    /** Rows whose own best token is no candidate of theirs. */
    private static long outside(DecoderModel model, RowStates states, Candidates candidates) {
        long[] all = candidates.tokens();
        int count = candidates.count();
        try (RowLogits logits = model.head().logits(states)) {
            int[] own = logits.argmax();
            // They ascend.
            return IntStream.range(CONTEXT, own.length)
                    .filter(
                            at ->
                                    Arrays.binarySearch(all, at * count, (at + 1) * count, own[at])
                                            < 0)
                    .count();
        }
    }

    private void print(String name, String rank, DecoderModel model) {
        StringBuilder line = new StringBuilder();
        for (int exit = 0; exit < outside.length; exit++) {
            line.append(
                    String.format(
                            Locale.ROOT,
                            " %d: %.2f %%",
                            exit < exits.size() ? exits.get(exit) : layers,
                            100.0 * outside[exit] / tokens));
        }
        System.out.printf(
                Locale.ROOT,
                "%s, rank %s of %d, %d candidates, %d tokens: outside at layer%s%n",
                name,
                rank,
                model.config().headInputSize(),
                model.candidates(),
                tokens,
                line);
    }
}
