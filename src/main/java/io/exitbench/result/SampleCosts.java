package io.exitbench.result;

import io.exitbench.result.comparison.CostBasis;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuiteRecords;
import java.util.List;

/** What each sample of a run cost after its prompt, beside the tokens that it is over. */
final class SampleCosts {
    private static final double[] UNMEASURED = {0, 0};

    private final SuiteRecords records;
    private final List<String> scheduled;

    SampleCosts(SuiteRecords records) {
        this.records = records;
        this.scheduled = records.schedule().map(JournalEntry.Schedule::sampleIds).orElse(List.of());
    }

    /**
     * @return samples × 2: cost and tokens, both 0 for a sample that was not measured
     */
    double[][] of(String runId, CostBasis basis) {
        List<JournalEntry.Window> windows = records.windows(runId);
        return records.samples(runId).stream()
                .map(sample -> of(sample, basis, windows))
                .toArray(double[][]::new);
    }

    private double[] of(
            JournalEntry.Sample sample, CostBasis basis, List<JournalEntry.Window> windows) {
        WorkCosts costs = records.plan().workCosts();
        int tokens = sample.tokens().length;
        return switch (basis) {
            case COMPUTE -> new double[] {costs.multiplyAdds(sample.work()), tokens};
            case BYTES -> new double[] {costs.bytes(sample.work()), tokens};
            case TIME -> time(scheduled.indexOf(sample.sampleId()), tokens, windows);
        };
    }

    /** The mean over the blocks. */
    private static double[] time(int position, int tokens, List<JournalEntry.Window> windows) {
        return position < 0 || windows.isEmpty()
                ? UNMEASURED
                : new double[] {
                    windows.stream()
                            .mapToLong(w -> w.totalNanos()[position] - w.prefillNanos()[position])
                            .average()
                            .orElseThrow(),
                    tokens
                };
    }
}
