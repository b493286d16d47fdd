package io.exitbench.result;

import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.Latency;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Savings;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the runs cost on the full model's text, where all go through the same tokens. */
final class EqualTextCosts {
    private final SuiteRecords records;
    private final Map<String, RunCost> byRun = new LinkedHashMap<>();

    EqualTextCosts(SuiteRecords records) {
        this.records = records;
        records.sound().forEach(run -> byRun.put(run.runId(), of(run)));
    }

    /** Of all runs that did not fail, in the order of the plan. */
    Map<String, RunCost> byRun() {
        return byRun;
    }

    private RunCost of(RunRecord run) {
        List<JournalEntry.ForcedWindow> windows = records.forcedWindows(run.runId());
        MeasuringSessions sessions =
                new MeasuringSessions(
                        records, windows.stream().map(JournalEntry.ForcedWindow::session).toList());
        long tokens =
                scheduled().stream()
                        .flatMap(sample -> records.forced(run.runId(), sample).stream())
                        .mapToLong(text -> text.predicted().length)
                        .sum();
        return new RunCost(
                run.runId(),
                run.label(),
                scheduled().size(),
                tokens,
                sessions.sources(),
                sessions.quality(),
                sessions.comparable(windows.stream().map(JournalEntry.ForcedWindow::cost).toList()),
                Latency.UNKNOWN,
                Optional.empty(),
                OptionalDouble.empty());
    }

    private List<String> scheduled() {
        return records.schedule().map(JournalEntry.Schedule::sampleIds).orElse(List.of());
    }

    /** With intervals over blocks and files. */
    Savings savings() {
        return WindowSavings.of(
                records,
                run ->
                        records.forcedWindows(run).stream()
                                .map(JournalEntry.ForcedWindow::totalNanos));
    }

    /** Every run against full depth. */
    List<CostComparison> comparisons() {
        return BatchwiseComparisons.of(records.plan(), List.copyOf(byRun.values()), savings());
    }
}
