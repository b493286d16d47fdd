package io.exitbench.decode;

import io.exitbench.model.BatchSession;
import io.exitbench.model.RowStates;
import java.util.List;

/** Brings tokens of several completions into the model. */
final class BatchPrefill {
    private BatchPrefill() {}

    /** Those whose prompts have more than one token. */
    static List<BatchRow> prompted(List<BatchRow> fresh) {
        return fresh.stream().filter(row -> row.prefix().length > 0).toList();
    }

    /** Prompts without their last tokens after some layers; the caller closes the states. */
    static RowStates run(BatchSession session, List<BatchRow> prompted, int depth) {
        int[][] prefixes = prompted.stream().map(BatchRow::prefix).toArray(int[][]::new);
        try (RowStates embedded = session.embed(slots(prompted), prefixes)) {
            return session.forward(embedded, depth);
        }
    }

    /** The next token of each; the caller closes the states. */
    static RowStates embedTokens(BatchSession session, List<BatchRow> active) {
        int[][] tokens = active.stream().map(row -> new int[] {row.token()}).toArray(int[][]::new);
        return session.embed(slots(active), tokens);
    }

    static int[] slots(List<BatchRow> rows) {
        return rows.stream().mapToInt(BatchRow::slot).toArray();
    }
}
