package io.exitbench.agent.trace;

import io.exitbench.model.BatchSession;
import io.exitbench.model.Candidates;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.Predictions;
import io.exitbench.model.RowLogits;
import io.exitbench.model.RowStates;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs tokens of several completions or texts to full depth at once and looks at all of them at
 * every exit: a layer's weights and a head are read once for all rows.
 */
final class ExitPass {
    private final DecoderModel model;
    private final TraceHeader header;
    private final boolean wholeHeads;

    /**
     * @param model that runs
     * @param header exits, and whether states are taken after the final norm
     * @param wholeHeads whether every exit's whole head is evaluated; else those of the first exit,
     *     for candidates if no preview chooses them, and of the last layer, for its choice, and
     *     what else is said of whole heads is the candidates'
     */
    ExitPass(DecoderModel model, TraceHeader header, boolean wholeHeads) {
        this.model = model;
        this.header = header;
        this.wholeHeads = wholeHeads;
    }

    /**
     * Runs the next tokens of some slots.
     *
     * @param session of the slots
     * @param slots ascending
     * @param tokens for each slot at least one
     * @return what the rows show at each exit, row after row as the tokens stand
     */
    List<SeenExit> run(BatchSession session, int[] slots, int[][] tokens) {
        List<SeenExit> seen = new ArrayList<>();
        Candidates candidates = null;
        RowStates states = session.embed(slots, tokens);
        try {
            for (int layer : header.exits()) {
                RowStates reached = session.forward(states, layer);
                states.close();
                states = reached;
                if (wholeHeads) {
                    try (RowLogits logits = model.head().logits(states)) {
                        candidates = candidates == null ? chosen(states, logits) : candidates;
                        seen.add(exit(states, logits.predictions(), logits.among(candidates)));
                    }
                } else {
                    candidates = candidates == null ? chosen(states) : candidates;
                    Predictions among = model.head().among(states, candidates);
                    boolean last = layer == header.layers();
                    seen.add(exit(states, last ? choosing(argmax(states), among) : among, among));
                }
            }
        } finally {
            states.close();
            if (candidates != null) {
                candidates.close();
            }
        }
        return seen;
    }

    private Candidates chosen(RowStates states) {
        return model.head().choose(states, model.candidates());
    }

    /** The same without evaluating the head once more. */
    private Candidates chosen(RowStates states, RowLogits logits) {
        return model.head().previews() ? chosen(states) : logits.best(model.candidates());
    }

    private SeenExit exit(RowStates states, Predictions whole, Predictions among) {
        return new SeenExit(
                model.head().halves(states, header.normalised()), header.width(), whole, among);
    }

    private int[] argmax(RowStates last) {
        try (RowLogits logits = model.head().logits(last)) {
            return logits.argmax();
        }
    }

    private static Predictions choosing(int[] tokens, Predictions others) {
        long[] chosen = new long[tokens.length];
        for (int row = 0; row < tokens.length; row++) {
            chosen[row] = tokens[row];
        }
        return new Predictions(chosen, others.topProbability(), others.margin(), others.entropy());
    }
}
