package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.HomeFolder;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code exitbench}. */
@Command(
        name = "exitbench",
        mixinStandardHelpOptions = true,
        description = "Measures dynamic early exits in code-completion language models.",
        subcommands = {
            AccuracyCommand.class,
            AnswersCommand.class,
            BenchCommand.class,
            FineTuneCommand.class,
            LayerCostsCommand.class,
            MeterCommand.class,
            ScoreCommand.class,
            TableCommand.class,
            TrainAgentCommand.class
        })
public final class ExitBench {
    private static final int FAILURE = 1;

    private ExitBench() {}

    /**
     * Runs a subcommand and ends the process with its exit status.
     *
     * @param arguments subcommand and options
     */
    public static void main(String[] arguments) {
        // DJL reports its use to its makers unless told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.exit(command().execute(arguments));
    }

    static CommandLine command() {
        return new CommandLine(new ExitBench())
                .registerConverter(Path.class, HomeFolder.ofUser()::path)
                .setExecutionExceptionHandler(
                        (exception, command, parsed) -> {
                            if (exception instanceof ExitBenchException) {
                                command.getErr().println(exception.getMessage());
                                return FAILURE;
                            }
                            throw exception;
                        });
    }
}
