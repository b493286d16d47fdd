package io.exitbench.result;

import io.exitbench.result.cost.Savings;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Resampling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Savings with intervals over blocks and files, whichever text the windows are over. */
final class WindowSavings {
    private WindowSavings() {}

    /**
     * @param records of a suite run
     * @param totalNanos of a run, by id: of each window the times of its samples
     * @return the savings of all runs that did not fail
     */
    static Savings of(SuiteRecords records, Function<String, Stream<long[]>> totalNanos) {
        Map<String, String> files =
                records.prompts().stream()
                        .collect(Collectors.toMap(PromptRecord::sampleId, PromptRecord::file));
        List<String> measured =
                records.schedule().map(JournalEntry.Schedule::sampleIds).orElse(List.of());
        Map<String, List<double[]>> times = new LinkedHashMap<>();
        for (RunRecord run : records.sound()) {
            times.put(
                    run.runId(),
                    totalNanos
                            .apply(run.runId())
                            .map(nanos -> Arrays.stream(nanos).asDoubleStream())
                            .map(DoubleStream::toArray)
                            .toList());
        }
        return new Savings(
                times,
                Clusters.of(measured.stream().map(files::get).toList()),
                new Resampling(records.plan().seed()));
    }
}
