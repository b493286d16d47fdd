package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.cli.doctor.Examination;
import io.exitbench.cli.doctor.Finding;
import io.exitbench.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code exitbench doctor}: what this machine can do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Says what this machine can do (Java, PyTorch, GPU, energy meters, caches, data,"
                        + " models), with a remedy for each thing that it lacks.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        List<Finding> findings = new Examination(Settings.of(System.getProperties())).findings();
        boolean able = findings.stream().noneMatch(f -> f.state() == Finding.State.MISSING);
        JsonObject account = new JsonObject();
        account.addProperty("able", able);
        account.add("findings", JsonOption.tree(findings));
        json.print(command, account);
        if (!json.wanted()) {
            tell(findings, able);
        }
        return able ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void tell(List<Finding> findings, boolean able) {
        PrintWriter out = command.commandLine().getOut();
        for (Finding finding : findings) {
            out.printf(
                    "%-8s %-22s %s%n",
                    finding.state().name().toLowerCase(Locale.ROOT),
                    finding.thing(),
                    finding.found());
            if (!finding.remedy().isEmpty()) {
                out.printf("%-8s %-22s -> %s%n", "", "", finding.remedy());
            }
        }
        out.println(able ? "Suites can run here." : "No suite can run here yet.");
        out.flush();
    }
}
