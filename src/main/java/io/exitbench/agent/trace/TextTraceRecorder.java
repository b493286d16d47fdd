package io.exitbench.agent.trace;

import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.BatchSession;
import io.exitbench.model.DecoderModel;
import io.exitbench.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Records what a model sees at every exit while it reads texts, teacher-forced: whole pieces at
 * once, several at a time, instead of token by token, so that many more tokens are seen in the same
 * time. What would be a completion, a line say, is an episode. Unless whole heads are wanted, the
 * LM head is evaluated at the first exit, for candidates, and at the last layer, for its choice,
 * and what else a trace holds of whole heads is the candidates'.
 */
public final class TextTraceRecorder {
    private final DecoderModel model;
    private final TraceHeader header;
    private final CompletionLimit limit;
    private final boolean wholeHeads;
    private final int most;

    /**
     * @param model that reads
     * @param header of the trace: exits, normalisation and digests
     * @param limit when a completion would end
     * @param wholeHeads whether every exit's whole head is evaluated, to compare rules that read it
     */
    public TextTraceRecorder(
            DecoderModel model, TraceHeader header, CompletionLimit limit, boolean wholeHeads) {
        this(model, header, limit, wholeHeads, Integer.MAX_VALUE);
    }

    /**
     * @param most texts at once, at least 1, where memory has room for them
     */
    TextTraceRecorder(
            DecoderModel model,
            TraceHeader header,
            CompletionLimit limit,
            boolean wholeHeads,
            int most) {
        this.model = model;
        this.header = header;
        this.limit = limit;
        this.wholeHeads = wholeHeads;
        this.most = most;
    }

    /**
     * Opens the trace, after recording it if there is none yet.
     *
     * @param folder where traces are kept
     * @param wanted what to read, asked only if there is no trace; each within the model's window
     * @return the trace
     */
    public Trace record(Path folder, Supplier<List<TraceText>> wanted) {
        if (!Files.exists(TraceWriter.fileFor(folder, header))) {
            List<TraceText> texts = wanted.get();
            try (TraceWriter writer = TraceWriter.create(folder, header);
                    Progress progress = Progress.start("Recording traces", "texts", texts.size())) {
                if (!texts.isEmpty()) {
                    read(texts, writer, progress);
                }
                writer.finish();
            }
        }
        return new TraceReader().open(folder, header);
    }

    private void read(List<TraceText> texts, TraceWriter writer, Progress progress) {
        int longest = texts.stream().mapToInt(text -> text.tokens().length).max().orElseThrow();
        int atOnce = Math.min(most, RecordingSize.texts(model, longest));
        ExitPass pass = new ExitPass(model, header, wholeHeads);
        try (BatchSession session = model.newBatchSession(atOnce, longest)) {
            for (int from = 0; from < texts.size(); from += atOnce) {
                List<TraceText> together =
                        texts.subList(from, Math.min(texts.size(), from + atOnce));
                read(together, session, pass, writer);
                progress.advance(together.size());
            }
        }
    }

    private void read(
            List<TraceText> texts, BatchSession session, ExitPass pass, TraceWriter writer) {
        int[] slots = IntStream.range(0, texts.size()).toArray();
        IntStream.of(slots).forEach(session::begin);
        // The last token has no successor to be compared with.
        int[][] read =
                texts.stream()
                        .map(text -> Arrays.copyOf(text.tokens(), text.tokens().length - 1))
                        .toArray(int[][]::new);
        List<SeenExit> seen = pass.run(session, slots, read);
        int row = 0;
        for (TraceText text : texts) {
            append(text, seen, row, writer);
            row += text.tokens().length - 1;
        }
    }

    /**
     * @param first row of the text
     */
    private void append(TraceText text, List<SeenExit> seen, int first, TraceWriter writer) {
        TraceEpisode episode = new TraceEpisode(header, text.fileId());
        IntPredicate ends = limit.ends().get();
        for (int at = text.context() - 1; at < text.tokens().length - 1; at++) {
            int next = text.tokens()[at + 1];
            episode.beginToken(next);
            for (SeenExit exit : seen) {
                exit.addTo(episode, first + at);
            }
            if (ends.test(next) || episode.tokens() == limit.newTokens()) {
                writer.append(episode);
                episode = new TraceEpisode(header, text.fileId());
                ends = limit.ends().get();
            }
        }
        writer.append(episode);
    }
}
