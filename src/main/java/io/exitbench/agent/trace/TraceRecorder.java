package io.exitbench.agent.trace;

import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.DecoderModel;
import io.exitbench.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Records greedy full-depth completions, many at a time. Products over many rows may differ in
 * their last bits from those over one, so that a state is the token loop's but for these.
 */
public final class TraceRecorder {
    private final DecoderModel model;
    private final TraceHeader header;
    private final CompletionLimit limit;
    private final int most;

    /**
     * @param model that completes
     * @param header of the trace: exits, normalisation and digests
     * @param limit when a completion ends
     */
    public TraceRecorder(DecoderModel model, TraceHeader header, CompletionLimit limit) {
        this(model, header, limit, Integer.MAX_VALUE);
    }

    /**
     * @param most completions at once, at least 1, where memory has room for them
     */
    TraceRecorder(DecoderModel model, TraceHeader header, CompletionLimit limit, int most) {
        this.model = model;
        this.header = header;
        this.limit = limit;
        this.most = most;
    }

    /**
     * Opens the trace, after recording it if there is none yet.
     *
     * @param folder where traces are kept
     * @param wanted what to complete, asked only if there is no trace; each prompt fits the model's
     *     window together with its completion
     * @return the trace, shortest prompts first
     */
    public Trace record(Path folder, Supplier<List<TracePrompt>> wanted) {
        if (!Files.exists(TraceWriter.fileFor(folder, header))) {
            // Neighbours of like length share a step with little attention in vain.
            List<TracePrompt> prompts =
                    wanted.get().stream()
                            .sorted(Comparator.comparingInt(TraceRecorder::length))
                            .toList();
            try (TraceWriter writer = TraceWriter.create(folder, header);
                    Progress progress =
                            Progress.start("Recording traces", "completions", prompts.size())) {
                if (!prompts.isEmpty()) {
                    complete(prompts, writer, progress);
                }
                writer.finish();
            }
        }
        return new TraceReader().open(folder, header);
    }

    private void complete(List<TracePrompt> prompts, TraceWriter writer, Progress progress) {
        // The last token is not run.
        int positions = length(prompts.get(prompts.size() - 1)) + limit.newTokens() - 1;
        int places = Math.min(most, RecordingSize.completions(model, positions));
        try (CompletionBatch batch =
                new CompletionBatch(
                        model, header, limit, Math.min(places, prompts.size()), positions)) {
            batch.run(
                    prompts.iterator(),
                    episode -> {
                        writer.append(episode);
                        progress.advance(1);
                    });
        }
    }

    private static int length(TracePrompt prompt) {
        return prompt.tokens().length;
    }
}
