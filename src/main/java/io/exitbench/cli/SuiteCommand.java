package io.exitbench.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.exitbench.junit.Dataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench suite}: what {@code mvn verify -Psuite=…} does, without Maven. */
@Command(
        name = "suite",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a suite by JUnit and writes its results and its report.",
            "Every setting is an option here; system properties (-Dexitbench.samples=20, in"
                    + " EXITBENCH_OPTS) hold where no option is given."
        })
final class SuiteCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME|CLASS|JAR",
            description =
                    "Data set of the suite (py150, javacorpus), its class, or a jar or folder with"
                            + " suites.")
    private String suite;

    @Option(
            names = "--with",
            paramLabel = "<jar>",
            description = "Jar or folder with more strategies; may be repeated.")
    private List<Path> added = List.of();

    @Option(
            names = "--report",
            paramLabel = "<folder>",
            description = "Folder for the report. Default: reports/<suite>.")
    private Path report;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        SettingOptions.apply(command.commandLine().getParseResult());
        AddedJars.add(added);
        JsonArray all = new JsonArray();
        boolean sound = true;
        for (Class<?> type : SuiteFinder.find(suite)) {
            Path into =
                    report == null
                            ? Path.of("reports", type.getAnnotation(Dataset.class).value())
                            : report;
            AllureReport.requirePlace(into);
            SuiteRun run = SuiteRun.of(type, command.commandLine().getErr());
            Path page =
                    AllureReport.generate(run.allureResults(), into, AllureReport.Form.SINGLE_FILE);
            all.add(account(run, page));
            if (!json.wanted()) {
                tell(run, page);
            }
            sound &= run.outcome().failures().isEmpty();
        }
        json.print(command, all.size() == 1 ? all.get(0) : all);
        return sound ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void tell(SuiteRun run, Path page) {
        PrintWriter out = command.commandLine().getOut();
        run.outcome().failures().forEach(f -> out.println(f.test() + ": " + f.reason()));
        out.println("Results: " + run.folder().toAbsolutePath());
        out.println("Report: " + page.toUri());
        out.flush();
    }

    private static JsonObject account(SuiteRun run, Path page) {
        JsonObject account = new JsonObject();
        account.addProperty("suite", run.name());
        account.addProperty("folder", run.folder().toAbsolutePath().toString());
        account.addProperty("report", page.toAbsolutePath().toString());
        account.addProperty("succeeded", run.outcome().succeeded());
        account.add("failures", JsonOption.tree(run.outcome().failures()));
        return account;
    }
}
