package io.exitbench.suite;

import com.google.gson.GsonBuilder;
import io.exitbench.result.AtomicFile;
import io.exitbench.result.CostCsv;
import io.exitbench.result.Csv;
import io.exitbench.result.ResultsCsv;
import io.exitbench.result.SamplesFile;
import io.exitbench.result.StatisticsCsv;
import java.nio.file.Path;
import java.util.List;

/** Writes the files of a suite run, {@code results.csv} last. */
final class SuiteFiles {
    private SuiteFiles() {}

    static void write(SuiteOutcome outcome) {
        Path folder = outcome.folder();
        SamplesFile.write(
                folder.resolve("samples.jsonl"),
                outcome.samples().values().stream().flatMap(List::stream).toList());
        String json =
                new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(outcome.provenance());
        AtomicFile.write(folder.resolve("run.json"), json + "\n");
        Csv.write(folder.resolve("scores.csv"), StatisticsCsv.scores(outcome.scores()));
        Csv.write(
                folder.resolve("comparisons.csv"),
                StatisticsCsv.comparisons(outcome.comparisons()));
        Csv.write(folder.resolve("frontiers.csv"), StatisticsCsv.frontiers(outcome.frontiers()));
        Csv.write(folder.resolve("costs.csv"), CostCsv.costs(outcome.costs()));
        Csv.write(folder.resolve("blocks.csv"), CostCsv.blocks(outcome.costs()));
        Csv.write(folder.resolve("cost-comparisons.csv"), CostCsv.comparisons(outcome.costs()));
        if (!outcome.costs().loads().isEmpty()) {
            Csv.write(folder.resolve("load.csv"), CostCsv.loads(outcome.costs()));
        }
        ResultsCsv.write(folder.resolve("results.csv"), outcome.runs());
    }
}
