package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.ExitBenchException;
import io.exitbench.junit.ClassPathScan;
import io.exitbench.junit.StrategyScanner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench check}: whether somebody's strategies keep the contract. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Holds the strategies of a jar, or of a folder with classes, against the contract"
                        + " that every strategy keeps.")
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "JAR",
            description = "Jars or folders with strategies, and with what they need.")
    private List<Path> jars;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        AddedJars.add(jars);
        StrategyScanner found =
                StrategyScanner.in(
                        ClassPathScan.ofThisProcess(),
                        jars.stream().map(jar -> jar.toAbsolutePath().normalize()).toList());
        if (found.classes().isEmpty()) {
            throw new ExitBenchException(
                    "There is nothing to check in "
                            + jars
                            + ": no class there implements ExitStrategyContract. "
                            + found.sentence());
        }
        PrintWriter err = command.commandLine().getErr();
        err.println(found.sentence());
        TestRun.Outcome outcome = TestRun.of(found.classes(), Map.of(), Optional.empty(), err);
        JsonObject account = new JsonObject();
        account.add(
                "strategies",
                JsonOption.tree(found.classes().stream().map(Class::getName).toList()));
        account.addProperty("succeeded", outcome.succeeded());
        account.add("failures", JsonOption.tree(outcome.failures()));
        json.print(command, account);
        if (!json.wanted()) {
            tell(found.classes().size(), outcome);
        }
        return outcome.failures().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void tell(int strategies, TestRun.Outcome outcome) {
        PrintWriter out = command.commandLine().getOut();
        outcome.failures().forEach(f -> out.println(f.test() + ": " + f.reason()));
        out.printf(
                "%d strategies, %d checks kept, %d broken.%n",
                strategies, outcome.succeeded(), outcome.failures().size());
        out.flush();
    }
}
