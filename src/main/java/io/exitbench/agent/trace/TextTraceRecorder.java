package io.exitbench.agent.trace;

import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.Candidates;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.LayerStates;
import io.exitbench.model.Logits;
import io.exitbench.model.Predictions;
import io.exitbench.progress.Progress;
import io.exitbench.strategy.Confidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Records what a model sees at every exit while it reads texts, teacher-forced: whole pieces at
 * once instead of token by token, so that many more tokens are seen in the same time. What would be
 * a completion, a line say, is an episode. Unless whole heads are wanted, the LM head is evaluated
 * at the first exit, for candidates, and at the last layer, for its choice, and what else a trace
 * holds of whole heads is the candidates'.
 */
public final class TextTraceRecorder {
    private final DecoderModel model;
    private final TraceHeader header;
    private final CompletionLimit limit;
    private final boolean wholeHeads;

    /**
     * @param model that reads
     * @param header of the trace: exits, normalisation and digests
     * @param limit when a completion would end
     * @param wholeHeads whether every exit's whole head is evaluated, to compare rules that read it
     */
    public TextTraceRecorder(
            DecoderModel model, TraceHeader header, CompletionLimit limit, boolean wholeHeads) {
        this.model = model;
        this.header = header;
        this.limit = limit;
        this.wholeHeads = wholeHeads;
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
                for (TraceText text : texts) {
                    read(text, writer);
                    progress.advance(1);
                }
                writer.finish();
            }
        }
        return new TraceReader().open(folder, header);
    }

    private void read(TraceText text, TraceWriter writer) {
        // The last token has no successor to be compared with.
        int[] seen = Arrays.copyOf(text.tokens(), text.tokens().length - 1);
        int exits = header.exits().size();
        float[][] hidden = new float[exits][];
        Predictions[] among = new Predictions[exits];
        Predictions[] whole = new Predictions[exits];
        long[] full;
        try (LayerStates states = model.read(seen);
                Candidates candidates = chosen(states)) {
            for (int exit = 0; exit < exits; exit++) {
                int layer = header.exits().get(exit);
                hidden[exit] = states.hidden(layer, header.normalised());
                among[exit] = states.among(layer, candidates);
                whole[exit] = wholeHeads ? whole(states, layer) : among[exit];
            }
            full = states.argmax(header.layers());
        }
        TraceEpisode episode = new TraceEpisode(header, text.fileId());
        IntPredicate ends = limit.ends().get();
        float[] state = new float[header.width()];
        for (int at = text.context() - 1; at < seen.length; at++) {
            int next = text.tokens()[at + 1];
            episode.beginToken(next);
            for (int exit = 0; exit < exits; exit++) {
                System.arraycopy(hidden[exit], at * state.length, state, 0, state.length);
                Confidence own = TraceRecorder.confidence(among[exit], at);
                Confidence of = TraceRecorder.confidence(whole[exit], at);
                episode.exit(state, exit < exits - 1 ? of : of.choosing((int) full[at]), own);
            }
            if (ends.test(next) || episode.tokens() == limit.newTokens()) {
                writer.append(episode);
                episode = new TraceEpisode(header, text.fileId());
                ends = limit.ends().get();
            }
        }
        writer.append(episode);
    }

    private static Predictions whole(LayerStates states, int layer) {
        try (Logits logits = states.logits(layer)) {
            return logits.predictions();
        }
    }

    private Candidates chosen(LayerStates states) {
        try (Logits logits = states.logits(header.exits().get(0))) {
            return logits.best(model.candidates());
        }
    }
}
