package io.exitbench.result;

import io.exitbench.ExitBenchException;
import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.cost.ForcedCost;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.RunWork;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.cost.WorkCounts;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sums up what runs made the model compute. */
final class RunWorks {
    private final SuiteRecords records;
    private final Map<String, RunCost> equalText;

    /**
     * @param records of a suite run
     * @param equalText costs on the full model's text, by run
     */
    RunWorks(SuiteRecords records, Map<String, RunCost> equalText) {
        this.records = records;
        this.equalText = equalText;
    }

    /** On the run's own completions. */
    RunWork free(RunRecord run) {
        List<JournalEntry.Sample> samples = records.samples(run.runId());
        return work(
                samples.stream().map(JournalEntry.Sample::work).toList(),
                samples.stream().mapToLong(sample -> sample.tokens().length).sum());
    }

    /** On the full model's. */
    ForcedCost forced(RunRecord run) {
        List<JournalEntry.Forced> texts =
                records.prompts().stream()
                        .map(PromptRecord::sampleId)
                        .flatMap(sample -> records.forced(run.runId(), sample).stream())
                        .toList();
        return new ForcedCost(
                work(
                        texts.stream().map(JournalEntry.Forced::work).toList(),
                        texts.stream().mapToLong(text -> text.predicted().length).sum()),
                equalText.get(run.runId()),
                records.forcedWindows(run.runId()).stream()
                        .mapToLong(RunWorks::tokenNanos)
                        .toArray(),
                texts.stream()
                        .map(JournalEntry.Forced::candidates)
                        .filter(Objects::nonNull)
                        .reduce(CandidateLooks.NONE, CandidateLooks::plus));
    }

    private static long tokenNanos(JournalEntry.ForcedWindow window) {
        return Arrays.stream(window.totalNanos()).sum()
                - Arrays.stream(window.prefillNanos()).sum();
    }

    private RunWork work(List<WorkCounts> counts, long tokens) {
        WorkCosts costs = records.plan().workCosts();
        if (costs == null || counts.contains(null)) {
            throw new ExitBenchException(
                    "The records of suite "
                            + records.plan().suite()
                            + " do not say what was computed; an older version wrote them, so run"
                            + " the suite anew with -Dexitbench.resume=false.");
        }
        return new RunWork(
                counts.stream().reduce(WorkCounts.NONE, WorkCounts::plus), costs, tokens);
    }
}
