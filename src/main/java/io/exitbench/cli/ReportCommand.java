package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.file.AtomicFile;
import io.exitbench.junit.StoredSuite;
import io.exitbench.report.GeneratedPart;
import io.exitbench.report.ResultTable;
import io.exitbench.result.FinishedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench report}: what a suite run has found, again and without measuring. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes the report of a finished suite run anew, as one page that opens from the disk;"
                        + " or, for papers and pull requests, the table of its runs with the"
                        + " conditions they were measured in.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            description =
                    "Folder of a suite run, such as target/exitbench/py150. A table needs its"
                            + " results.csv and run.json alone.")
    private Path folder;

    @Option(
            names = "--format",
            paramLabel = "<format>",
            description =
                    "Instead of the report the table: md, tex (for the package booktabs), or csv (the"
                            + " names and digits of results.csv); with --json, all columns.")
    private TableFormat format;

    @Option(
            names = "--into",
            paramLabel = "<path>",
            description = {
                "Folder for the report, reports/<suite> if absent; file for a table, printed if"
                        + " absent.",
                "A Markdown page that is there is updated between <!-- results SUITE --> and"
                        + " <!-- end -->."
            })
    private Path into;

    @Option(
            names = "--many-files",
            description =
                    "The report as many files that need a server (exitbench serve) and go on with"
                            + " the history of the report they replace.")
    private boolean manyFiles;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        if (format == null) {
            return report();
        }
        if (manyFiles || json.wanted() && into != null) {
            throw new ParameterException(
                    command.commandLine(),
                    "A table is no report; leave out --many-files, and --into with --json.");
        }
        ResultTable result = ResultTable.of(folder);
        if (json.wanted()) {
            json.print(command, account(result));
        } else {
            table(result);
        }
        return ExitCode.DONE;
    }

    private static JsonObject account(ResultTable result) {
        JsonObject account = new JsonObject();
        account.add("conditions", JsonOption.tree(result.conditions()));
        account.add("runs", JsonOption.objects(result.results()));
        return account;
    }

    private void table(ResultTable result) {
        if (into == null) {
            command.commandLine().getOut().print(format.text(result));
            command.commandLine().getOut().flush();
        } else if (format == TableFormat.MD && Files.exists(into)) {
            new GeneratedPart(into, result.part()).replace(format.text(result));
        } else {
            OutputFile.require("--into", into);
            AtomicFile.write(into, format.text(result));
        }
    }

    private int report() {
        String suite = FinishedRun.read(folder).plan().suite();
        Path results =
                folder.toAbsolutePath().normalize().resolveSibling("allure-results").resolve(suite);
        TestRun.Outcome outcome =
                SuiteRun.collected(
                        List.of(StoredSuite.class),
                        Map.of(StoredSuite.FOLDER, folder.toAbsolutePath().toString()),
                        results,
                        command.commandLine().getErr());
        Path page =
                AllureReport.generate(
                        results,
                        into == null ? Path.of("reports", suite) : into,
                        manyFiles ? AllureReport.Form.FOLDER : AllureReport.Form.SINGLE_FILE);
        JsonObject account = new JsonObject();
        account.addProperty("suite", suite);
        account.addProperty("report", page.toAbsolutePath().toString());
        account.add("failures", JsonOption.tree(outcome.failures()));
        json.print(command, account);
        if (!json.wanted()) {
            command.commandLine().getOut().println("Report: " + page.toUri());
            command.commandLine().getOut().flush();
        }
        return outcome.failures().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }
}
