package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.KvPolicy;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.file.Csv;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Graphs;
import io.exitbench.model.ModelLocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench bench}: time and energy of static exits under K/V policies. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Time and energy of a token for each exit layer and K/V policy.")
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--model",
            required = true,
            description = "Embedded, random:<shape>, a folder, or a name on the hub.")
    private String model;

    @Option(names = "--context", defaultValue = "200", description = "Prompt tokens.")
    private int context;

    @Option(names = "--new-tokens", defaultValue = "15", description = "Tokens per completion.")
    private int newTokens;

    @Option(
            names = "--exit-layers",
            split = ",",
            required = true,
            description = "Layers to leave after; the last is full depth.")
    private List<Integer> exitLayers;

    @Option(names = "--kv-policy", defaultValue = "all", description = "Policies, or all.")
    private String policy;

    @Option(
            names = "--repetitions",
            defaultValue = "10",
            description = "Measured completions, at least; more if the meter needs longer.")
    private int repetitions;

    @Option(names = "--csv", description = "File for the table as CSV.")
    private Path csv;

    @Option(names = "--type", defaultValue = "auto", description = "float32, float16 or auto.")
    private String type;

    @Option(names = "--threads", defaultValue = "0", description = "PyTorch threads; 0 chooses.")
    private int threads;

    @Option(
            names = "--graphs",
            defaultValue = "auto",
            description = "CUDA graphs on a GPU: auto, on or off.")
    private String graphs;

    @Option(names = "--cpu-watts", description = "Watts of a busy core.")
    private double cpuWatts;

    @Mixin private PlaceOptions place;

    @Mixin private JsonOption json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (csv != null) {
            OutputFile.require("--csv", csv);
        }
        DecoderOptions options =
                DecoderOptions.choose(place.device(), type, context + newTokens, threads)
                        .withGraphs(Graphs.parse(graphs));
        List<KvPolicy> policies = policies();
        EnergyMeter meter = EnergyMeters.detect(options.device().isGpu(), cpuWatts);
        List<StaticExitCost> costs = new ArrayList<>();
        try (DecoderModel loaded = new ModelLocator(place.cache()).find(model).load(options)) {
            tell("# " + model + " on " + loaded.device() + ", " + loaded.type() + ", " + loaded.execution());
            tell("# " + context + " tokens of context, " + newTokens + " new ones");
            tell("# energy: " + meter.source());
            tell(StaticExitCost.tableHead());
            StaticExitBench bench =
                    new StaticExitBench(loaded, meter, context, newTokens, repetitions);
            for (KvPolicy each : policies) {
                for (int layer : exitLayers) {
                    StaticExitCost cost = bench.measure(each, layer);
                    costs.add(cost);
                    tell(cost.tableRow());
                }
            }
        }
        List<List<String>> rows = StaticExitCost.rows(model, context, meter.source(), costs);
        if (csv != null) {
            Csv.write(csv, rows);
        }
        json.printRows(spec, rows);
        return 0;
    }

    /** For people; a line as soon as it is known. */
    private void tell(String line) {
        if (!json.wanted()) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }

    private List<KvPolicy> policies() {
        if (policy.equals("all")) {
            return List.of(KvPolicy.values());
        }
        return Stream.of(policy.split(",")).map(BenchCommand::policy).toList();
    }

    private static KvPolicy policy(String name) {
        return Stream.of(KvPolicy.values())
                .filter(each -> each.id().equals(name.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ExitBenchException(
                                        "There is no K/V policy \""
                                                + name
                                                + "\"; give propagate, recompute, defer, none or"
                                                + " all."));
    }
}
