package io.exitbench.cli;

import io.exitbench.file.Csv;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.Summary;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.Score;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench score}: derives all files of a suite run again from its records. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description =
                "Computes every score of a finished suite run again from its journal and writes"
                        + " results.csv and all other derived files anew.")
final class ScoreCommand implements Callable<Integer> {
    @Parameters(description = "Folder of a suite run, such as target/exitbench/py150.")
    private Path folder;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        // Refuses what is no suite run before a lock is laid there.
        ResultFolder.read(folder);
        try (ResultFolder held = ResultFolder.hold(folder)) {
            Summary summary = Summary.of(ResultFolder.read(folder));
            held.commit(summary.files());
            Path page = folder.resolve(ReportPage.FILE);
            if (Files.exists(page)) {
                ReportPage.of(folder).writeTo(page);
            }
            print(summary.scores(), command.commandLine().getOut());
        }
        return 0;
    }

    /** Signatures as comments, then a row for each run. */
    private void print(List<RunScores> runs, PrintWriter out) {
        Map<String, String> signatures = new LinkedHashMap<>();
        runs.forEach(run -> run.scores().forEach(s -> signatures.put(s.metric(), s.signature())));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("run", signatures.keySet()));
        for (RunScores run : runs) {
            List<String> cells =
                    signatures.keySet().stream()
                            .map(metric -> run.score(metric).map(ScoreCommand::text).orElse(""))
                            .toList();
            rows.add(row(run.label(), cells));
        }
        if (json.wanted()) {
            json.printRows(command, rows);
            return;
        }
        signatures.forEach((metric, signature) -> out.println("# " + metric + ": " + signature));
        out.print(Csv.text(rows));
        out.flush();
    }

    private static List<String> row(String first, Collection<String> others) {
        List<String> row = new ArrayList<>(List.of(first));
        row.addAll(others);
        return row;
    }

    private static String text(Score score) {
        return String.format(Locale.ROOT, "%.4f", score.value());
    }
}
