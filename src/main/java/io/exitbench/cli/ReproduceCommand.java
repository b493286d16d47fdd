package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.ExitBenchException;
import io.exitbench.result.compare.Reproduction;
import io.exitbench.result.compare.StoredResult;
import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench reproduce}: the same run again, and what differs. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a suite again with the settings in run.json and lists what differs; all but time"
                    + " and energy is to be equal.",
            "Options win over run.json. The repetition lies in target/exitbench-reproduced unless"
                    + " --output names another folder."
        })
final class ReproduceCommand implements Callable<Integer> {
    private static final String SETTINGS = "settings.";

    @Parameters(
            paramLabel = "RUN",
            description = "run.json, or its folder with results.csv beside it.")
    private Path run;

    @Option(
            names = "--with",
            paramLabel = "<jar>",
            description = "Jar or folder that the run had beside the class path; may be repeated.")
    private List<Path> added = List.of();

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        Path folder =
                Files.isDirectory(run)
                        ? run
                        : Optional.ofNullable(run.getParent()).orElse(Path.of(""));
        StoredResult original = StoredResult.read(folder);
        set(original);
        AddedJars.add(added);
        Path output = Settings.of(System.getProperties()).path(Setting.OUTPUT);
        String suite = original.text("suite");
        if (same(output.resolve(suite), folder)) {
            throw new ExitBenchException(
                    "The repetition would take the place of "
                            + folder
                            + "; name another folder with --output.");
        }
        String type = original.text("suite_class");
        SuiteRun again =
                SuiteRun.of(
                        SuiteFinder.find(type.isEmpty() ? suite : type).get(0),
                        command.commandLine().getErr());
        Reproduction reproduction = Reproduction.of(original, StoredResult.read(again.folder()));
        JsonObject account = JsonOption.tree(reproduction).getAsJsonObject();
        account.addProperty("folder", again.folder().toAbsolutePath().toString());
        account.add("failures", JsonOption.tree(again.outcome().failures()));
        json.print(command, account);
        if (!json.wanted()) {
            tell(reproduction, again);
        }
        return reproduction.results().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void set(StoredResult original) {
        boolean any = false;
        for (Map.Entry<String, String> value : original.values().entrySet()) {
            if (value.getKey().startsWith(SETTINGS)) {
                any = true;
                System.setProperty(value.getKey().substring(SETTINGS.length()), value.getValue());
            }
        }
        if (!any) {
            throw new ExitBenchException(
                    original.folder()
                            + " has a run.json that names no settings, as older versions wrote it;"
                            + " run the suite with its settings and hold both against each other"
                            + " with exitbench compare.");
        }
        System.setProperty(Setting.OUTPUT.key(), "target/exitbench-reproduced");
        SettingOptions.apply(command.commandLine().getParseResult());
    }

    private static boolean same(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private void tell(Reproduction reproduction, SuiteRun again) {
        PrintWriter out = command.commandLine().getOut();
        reproduction.conditions().forEach(each -> out.println("Condition " + each));
        reproduction.results().forEach(each -> out.println("DIFFERS " + each));
        out.println(
                reproduction.results().isEmpty()
                        ? "All but time and energy is equal: " + again.folder()
                        : reproduction.results().size() + " differences: " + again.folder());
        out.flush();
    }
}
