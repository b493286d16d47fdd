package io.exitbench.agent.trace;

import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.Candidates;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.LayerStates;
import io.exitbench.model.Logits;
import io.exitbench.model.Predictions;
import io.exitbench.model.SequenceBatch;
import io.exitbench.progress.Progress;
import io.exitbench.strategy.Confidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Records greedy full-depth completions in batches. Prompts of one length share a batch, so that
 * nothing is padded and every state is the token loop's but for the order of floating-point sums.
 */
public final class TraceRecorder {
    private static final int BATCH = 64;

    private final DecoderModel model;
    private final TraceHeader header;
    private final CompletionLimit limit;

    /**
     * @param model that completes
     * @param header of the trace: exits, normalisation and digests
     * @param limit when a completion ends
     */
    public TraceRecorder(DecoderModel model, TraceHeader header, CompletionLimit limit) {
        this.model = model;
        this.header = header;
        this.limit = limit;
    }

    /**
     * Opens the trace, after recording it if there is none yet.
     *
     * @param folder where traces are kept
     * @param wanted what to complete, asked only if there is no trace; each prompt fits the model's
     *     window together with its completion
     * @return the trace
     */
    public Trace record(Path folder, Supplier<List<TracePrompt>> wanted) {
        if (!Files.exists(TraceWriter.fileFor(folder, header))) {
            List<TracePrompt> prompts = wanted.get();
            Map<Integer, List<TracePrompt>> byLength =
                    prompts.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            prompt -> prompt.tokens().length,
                                            TreeMap::new,
                                            Collectors.toList()));
            try (TraceWriter writer = TraceWriter.create(folder, header);
                    Progress progress =
                            Progress.start("Recording traces", "completions", prompts.size())) {
                for (List<TracePrompt> alike : byLength.values()) {
                    for (int from = 0; from < alike.size(); from += BATCH) {
                        int to = Math.min(alike.size(), from + BATCH);
                        complete(alike.subList(from, to)).forEach(writer::append);
                        progress.advance(to - from);
                    }
                }
                writer.finish();
            }
        }
        return new TraceReader().open(folder, header);
    }

    private List<TraceEpisode> complete(List<TracePrompt> prompts) {
        int length = prompts.get(0).tokens().length;
        List<Row> rows = new ArrayList<>();
        prompts.forEach(prompt -> rows.add(new Row(header, prompt, limit.ends().get())));
        List<Row> running = new ArrayList<>(rows);
        // The last token is not run.
        int positions = length + limit.newTokens() - 1;
        try (SequenceBatch batch = model.newBatch(rows.size(), positions)) {
            int[][] input = prompts.stream().map(TracePrompt::tokens).toArray(int[][]::new);
            for (int made = 0; made < limit.newTokens(); made++) {
                step(batch, input, running);
                List<Row> left = new ArrayList<>();
                List<Integer> kept = new ArrayList<>();
                for (int i = 0; i < running.size(); i++) {
                    if (!running.get(i).ended()) {
                        left.add(running.get(i));
                        kept.add(i);
                    }
                }
                if (left.isEmpty()) {
                    break;
                }
                if (left.size() < running.size()) {
                    batch.keep(kept.stream().mapToLong(Integer::longValue).toArray());
                }
                running = left;
                input = left.stream().map(row -> new int[] {row.last}).toArray(int[][]::new);
            }
        }
        return rows.stream().map(row -> row.episode).toList();
    }

    private void step(SequenceBatch batch, int[][] input, List<Row> running) {
        try (LayerStates states = batch.forward(input);
                Candidates candidates = chosen(states)) {
            running.forEach(Row::begin);
            for (int layer : header.exits()) {
                try (Logits logits = states.logits(layer)) {
                    observe(
                            states.hidden(layer, header.normalised()),
                            logits.predictions(),
                            logits.among(candidates),
                            running);
                }
            }
        }
    }

    private Candidates chosen(LayerStates states) {
        try (Logits logits = states.logits(header.exits().get(0))) {
            return logits.best(model.candidates());
        }
    }

    private void observe(float[] hidden, Predictions whole, Predictions among, List<Row> running) {
        int width = header.width();
        float[] state = new float[width];
        for (int i = 0; i < running.size(); i++) {
            System.arraycopy(hidden, i * width, state, 0, width);
            running.get(i).exit(state, confidence(whole, i), confidence(among, i));
        }
    }

    /** A sure model's entropy may round to a hair below 0, and others likewise. */
    static Confidence confidence(Predictions predicted, int row) {
        return new Confidence(
                (int) predicted.argmax()[row],
                Math.min(1, predicted.topProbability()[row]),
                Math.max(0, predicted.margin()[row]),
                Math.max(0, predicted.entropy()[row]));
    }

    /** One completion in work. */
    private static final class Row {
        private final TraceEpisode episode;
        private final int[] reference;
        private final IntPredicate ends;
        private boolean alongReference = true;
        private int last;

        Row(TraceHeader header, TracePrompt prompt, IntPredicate ends) {
            this.ends = ends;
            episode = new TraceEpisode(header, prompt.fileId());
            reference = prompt.reference();
        }

        void begin() {
            int made = episode.tokens();
            if (made > 0) {
                alongReference &= made <= reference.length && reference[made - 1] == last;
            }
            boolean known = alongReference && made < reference.length;
            episode.beginToken(known ? reference[made] : TraceEpisode.UNKNOWN);
        }

        /** Whether the token just made is the last one; asked once for each. */
        boolean ended() {
            return ends.test(last);
        }

        /** The full model comes last, so its token is what remains. */
        void exit(float[] state, Confidence whole, Confidence among) {
            episode.exit(state, whole, among);
            last = whole.argmax();
        }
    }
}
