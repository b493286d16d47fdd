package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.junit.StoredSuite;
import io.exitbench.result.FinishedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench report}: the report of a suite run, again and without measuring. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes the report of a finished suite run anew, as one page that opens from the"
                        + " disk.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            description = "Folder of a suite run, such as target/exitbench/py150.")
    private Path folder;

    @Option(
            names = "--into",
            paramLabel = "<folder>",
            description = "Folder for the report. Default: reports/<suite>.")
    private Path into;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        String suite = FinishedRun.read(folder).plan().suite();
        Path results =
                folder.toAbsolutePath().normalize().resolveSibling("allure-results").resolve(suite);
        TestRun.Outcome outcome =
                SuiteRun.collected(
                        List.of(StoredSuite.class),
                        Map.of(StoredSuite.FOLDER, folder.toAbsolutePath().toString()),
                        results,
                        command.commandLine().getErr());
        Path page = AllureReport.generate(results, into == null ? Path.of("reports", suite) : into);
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
