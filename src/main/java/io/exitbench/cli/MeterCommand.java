package io.exitbench.cli;

import io.exitbench.energy.MeterProgram;
import io.exitbench.energy.MeterWindow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench meter}: what every meter of this machine reads. */
@Command(
        name = "meter",
        mixinStandardHelpOptions = true,
        description = "Reads every energy meter of this machine over one window.")
final class MeterCommand implements Callable<Integer> {
    @Option(names = "--seconds", defaultValue = "10", description = "Length of the window.")
    private double seconds;

    @Option(names = "--cpu-watts", description = "Watts of a busy core.")
    private double cpuWatts;

    @Mixin private JsonOption json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        MeterWindow window = MeterProgram.read(seconds, cpuWatts);
        json.print(spec, JsonOption.tree(window));
        if (!json.wanted()) {
            new MeterProgram(spec.commandLine().getOut()).print(window);
        }
        return 0;
    }
}
