package io.exitbench.decode;

import io.exitbench.model.ExitHead;
import io.exitbench.model.Logits;
import io.exitbench.model.RowLogits;
import io.exitbench.model.RowStates;
import java.util.Arrays;

/**
 * The LM head at one exit of a wave. The first strategy that asks has it evaluated for all rows at
 * once, which reads its weights once; where none asks, it is evaluated for those that leave.
 */
final class WaveHeads implements AutoCloseable {
    private final ExitHead head;
    private final Wave wave;
    private RowLogits all;

    WaveHeads(ExitHead head, Wave wave) {
        this.head = head;
        this.wave = wave;
    }

    /** What one member may look at. */
    HeadEvaluation of(int index) {
        return state -> row(index);
    }

    private Logits row(int index) {
        if (all == null) {
            all = head.logits(wave.states());
            for (int i = 0; i < wave.rows().size(); i++) {
                count(i, i > 0);
            }
        }
        return all.row(index);
    }

    /**
     * Predicts tokens.
     *
     * @param indices of members, ascending
     * @return the most probable token of each
     */
    int[] argmax(int[] indices) {
        if (indices.length == 0) {
            return new int[0];
        }
        if (all != null) {
            int[] best = all.argmax();
            return Arrays.stream(indices).map(i -> best[i]).toArray();
        }
        for (int i = 0; i < indices.length; i++) {
            count(indices[i], i > 0);
        }
        if (indices.length == wave.rows().size()) {
            return argmax(wave.states());
        }
        try (RowStates leaving = wave.states().select(indices)) {
            return argmax(leaving);
        }
    }

    private int[] argmax(RowStates states) {
        try (RowLogits logits = head.logits(states)) {
            return logits.argmax();
        }
    }

    private void count(int index, boolean shared) {
        wave.rows().get(index).work().evaluateHead(head.blockMultiplyAdds(wave.layer()), shared);
    }

    @Override
    public void close() {
        if (all != null) {
            all.close();
        }
    }
}
