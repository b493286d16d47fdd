package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.HomeFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code exitbench}. */
@Command(
        name = "exitbench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures dynamic early exits in code-completion language models.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:Done, and nothing to object to.",
            "1:Done, and something was found: a failed run, a broken contract, a margin exceeded,"
                    + " a difference.",
            "2:The command line is wrong.",
            "3:Not done: data, files or this machine do not allow it; one sentence says why."
        },
        subcommands = {
            SuiteCommand.class,
            ReportCommand.class,
            ServeCommand.class,
            CompareCommand.class,
            ReproduceCommand.class,
            CheckCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            CorpusCommand.class,
            FineTuneCommand.class,
            TrainAgentCommand.class,
            AccuracyCommand.class,
            MeterCommand.class,
            LayerCostsCommand.class,
            ScoreCommand.class,
            FamiliesCommand.class,
            AnswersCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class ExitBench {

    private ExitBench() {}

    /**
     * Runs a subcommand and ends the process with its exit status.
     *
     * @param arguments subcommand and options
     */
    public static void main(String[] arguments) {
        // DJL reports its use to its makers unless told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        List<String> given = new ArrayList<>(List.of(arguments));
        given.add(System.getProperty("user.dir"));
        Optional<String> unreadable = given.stream().filter(ExitBench::isUnreadable).findFirst();
        if (unreadable.isPresent()) {
            System.err.println(
                    "Java cannot read \""
                            + unreadable.get()
                            + "\" in this locale; set LC_ALL=C.UTF-8, as bin/exitbench does.");
            System.exit(ExitCode.REFUSED);
        }
        System.exit(command().execute(arguments));
    }

    /** What a locale has no letters for, Java takes for the replacement character, U+FFFD. */
    static boolean isUnreadable(String given) {
        return given.indexOf('\uFFFD') >= 0;
    }

    static CommandLine command() {
        CommandLine command = new CommandLine(new ExitBench());
        command.setDefaultValueProvider(new SettingDefaults());
        for (String name : List.of("suite", "reproduce")) {
            CommandLine settable = command.getSubcommands().get(name);
            SettingOptions.addTo(settable.getCommandSpec());
            // What is not given is left to the suite's annotations.
            settable.setDefaultValueProvider(argument -> null);
        }
        return command.registerConverter(Path.class, HomeFolder.ofUser()::path)
                .setExecutionExceptionHandler(
                        (exception, failed, parsed) -> {
                            if (exception instanceof ExitBenchException) {
                                failed.getErr().println(exception.getMessage());
                                return ExitCode.REFUSED;
                            }
                            throw exception;
                        });
    }
}
