package io.exitbench.result;

import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.file.Csv;
import io.exitbench.result.picture.Drawing;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.table.BlockCsv;
import io.exitbench.result.table.CostCsv;
import io.exitbench.result.table.PrimaryCsv;
import io.exitbench.result.table.QualityChart;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import io.exitbench.result.table.StatisticsCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a summary. */
final class SummaryFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryFiles.class);

    private final Summary summary;
    private final Drawing drawing;
    private final Map<String, ResultFolder.Content> files = new LinkedHashMap<>();

    SummaryFiles(Summary summary, Drawing drawing) {
        this.summary = summary;
        this.drawing = drawing;
    }

    Map<String, ResultFolder.Content> files() {
        List<SampleResult> samples =
                summary.runs().stream().flatMap(run -> run.samples().stream()).toList();
        files.put(FinishedRun.SAMPLES, file -> SamplesFile.write(file, samples));
        files.put(FinishedRun.COMPLETIONS, file -> CompletionsFile.write(file, samples));
        addTable("scores.csv", StatisticsCsv.scores(summary.scores()));
        addTable("comparisons.csv", StatisticsCsv.comparisons(summary.comparisons()));
        addTable(FinishedRun.PRIMARY, PrimaryCsv.rows(summary.primary()));
        addTable("frontiers.csv", StatisticsCsv.frontiers(summary.frontiers()));
        addTable("costs.csv", CostCsv.costs(summary.costs()));
        addTable(
                "blocks.csv",
                BlockCsv.rows(
                        summary.costs().runs(),
                        summary.runs().stream().map(run -> run.forced().cost()).toList()));
        addTable("cost-comparisons.csv", CostCsv.comparisons(summary.costs().comparisons()));
        if (!summary.costs().loads().isEmpty()) {
            addTable("load.csv", CostCsv.loads(summary.costs().loads()));
        }
        List<List<String>> failures = failures(summary.records());
        if (failures.size() > 1) {
            addTable(FinishedRun.FAILURES, failures);
        }
        addPictures();
        String json = new RunJson(summary).text();
        files.put(FinishedRun.PROVENANCE, file -> AtomicFile.write(file, json));
        addTable(ResultFolder.RESULTS, ResultsCsv.rows(summary.runs()));
        return files;
    }

    private void addTable(String name, List<List<String>> rows) {
        files.put(name, file -> Csv.write(file, rows));
    }

    private static List<List<String>> failures(SuiteRecords records) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run_id", "run", "sample", "reason"));
        for (RunRecord run : records.plan().runs()) {
            Optional<JournalEntry.Failure> failure = records.failure(run.runId());
            failure.ifPresent(
                    f -> rows.add(List.of(f.runId(), run.label(), f.sampleId(), f.reason())));
        }
        return rows;
    }

    private void addPictures() {
        if (drawing.notice().isPresent()) {
            LOG.warn(
                    "{} Then exitbench score on the folder draws them.",
                    drawing.notice().orElseThrow());
            return;
        }
        Map<String, List<RunResult>> byPolicy =
                summary.runs().stream()
                        .filter(run -> !run.run().base())
                        .collect(
                                Collectors.groupingBy(
                                        run -> run.identity().kvPolicy(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byPolicy.forEach(
                (policy, runs) -> {
                    // Full depth alone is a single point and no picture.
                    if (runs.size() > 1) {
                        addPicture(policy, runs);
                    }
                });
    }

    private void addPicture(String policy, List<RunResult> runs) {
        String title =
                runs.get(0).identity().model()
                        + " on "
                        + runs.get(0).identity().dataset()
                        + ", K/V policy "
                        + policy;
        files.put(
                FinishedRun.picture(policy),
                file -> {
                    try {
                        Files.write(file, QualityChart.png(title, runs));
                    } catch (IOException e) {
                        throw new ExitBenchException(
                                file + " cannot be written; free space on the disk.", e);
                    }
                });
    }
}
