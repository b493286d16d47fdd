package io.exitbench.suite;

import com.google.gson.GsonBuilder;
import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.result.Csv;
import io.exitbench.result.SamplesFile;
import io.exitbench.result.table.BlockCsv;
import io.exitbench.result.table.CostCsv;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.StatisticsCsv;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the files of a suite run, {@code results.csv} last. */
final class SuiteFiles {
    private static final String NOT_ALWAYS =
            "{load.csv,quality-*.png,learning-curve-*,fine-tuning-losses.*}";

    private SuiteFiles() {}

    static void write(SuiteOutcome outcome) {
        Path folder = outcome.folder();
        removeLeftovers(folder);
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
        Csv.write(folder.resolve("blocks.csv"), BlockCsv.rows(outcome.costs().runs()));
        Csv.write(
                folder.resolve("cost-comparisons.csv"),
                CostCsv.comparisons(outcome.costs().comparisons()));
        if (!outcome.costs().loads().isEmpty()) {
            Csv.write(folder.resolve("load.csv"), CostCsv.loads(outcome.costs().loads()));
        }
        Csv.write(folder.resolve("results.csv"), ResultsCsv.rows(outcome.runs()));
    }

    /** Files that not every run writes: those of an earlier run would pass for this one's. */
    private static void removeLeftovers(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, NOT_ALWAYS)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " holds files of an earlier run that cannot be removed; remove it.",
                    e);
        }
    }
}
