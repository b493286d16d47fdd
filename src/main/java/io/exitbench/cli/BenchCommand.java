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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
            names = "--batch",
            split = ",",
            description =
                    "Completions at a time, such as 1,8,32: full depth, each exit layer, and one"
                            + " drawn for each token, prompts apart.")
    private List<Integer> batches = List.of();

    @Option(
            names = "--repetitions",
            defaultValue = "10",
            description = "Measured completions, at least; more if the meter needs longer.")
    private int repetitions;

    @Option(names = "--csv", description = "File for the table as CSV.")
    private Path csv;

    @Option(
            names = "--type",
            defaultValue = "auto",
            description = "float32, float16, bfloat16 or auto.")
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
        requireBatches();
        DecoderOptions options =
                DecoderOptions.choose(place.device(), type, context + newTokens, threads)
                        .withGraphs(Graphs.parse(graphs));
        List<KvPolicy> policies = policies();
        EnergyMeter meter = EnergyMeters.detect(options.device().isGpu(), cpuWatts);
        List<List<String>> rows;
        try (DecoderModel loaded = new ModelLocator(place.cache()).find(model).load(options)) {
            tell(
                    "# "
                            + model
                            + " on "
                            + loaded.device()
                            + ", "
                            + loaded.type()
                            + ", "
                            + loaded.execution());
            tell("# " + context + " tokens of context, " + newTokens + " new ones");
            tell("# energy: " + meter.source());
            rows =
                    batches.isEmpty()
                            ? alone(loaded, meter, policies)
                            : together(loaded, meter, policies);
        }
        if (csv != null) {
            Csv.write(csv, rows);
        }
        json.printRows(spec, rows);
        return 0;
    }

    private List<List<String>> alone(
            DecoderModel loaded, EnergyMeter meter, List<KvPolicy> policies) {
        List<StaticExitCost> costs = new ArrayList<>();
        tell(StaticExitCost.tableHead());
        StaticExitBench bench = new StaticExitBench(loaded, meter, context, newTokens, repetitions);
        for (KvPolicy each : policies) {
            for (int layer : exitLayers) {
                StaticExitCost cost = bench.measure(each, layer);
                costs.add(cost);
                tell(cost.tableRow());
            }
        }
        return StaticExitCost.rows(model, context, meter.source(), costs);
    }

    private List<List<String>> together(
            DecoderModel loaded, EnergyMeter meter, List<KvPolicy> policies) {
        int layers = loaded.config().layers();
        TreeSet<Integer> exits = new TreeSet<>(exitLayers);
        exits.add(layers);
        List<BatchCost> costs = new ArrayList<>();
        Map<BatchCost, BatchCost> fullDepth = new IdentityHashMap<>();
        tell(BatchCost.tableHead());
        BatchBench bench =
                new BatchBench(loaded, meter, context, newTokens, repetitions, List.copyOf(exits));
        for (int batch : batches) {
            for (KvPolicy policy : policies) {
                BatchCost full = bench.measure(policy, batch, layers);
                List<BatchCost> own = new ArrayList<>(List.of(full));
                tell(full.tableRow(full));
                for (int layer : exits.headSet(layers, false).descendingSet()) {
                    own.add(bench.measure(policy, batch, layer));
                    tell(own.get(own.size() - 1).tableRow(full));
                }
                own.add(bench.measureRandom(policy, batch));
                tell(own.get(own.size() - 1).tableRow(full));
                own.forEach(cost -> fullDepth.put(cost, full));
                costs.addAll(own);
            }
        }
        return BatchCost.rows(model, context, newTokens, meter.source(), costs, fullDepth::get);
    }

    private void requireBatches() {
        if (batches.stream().anyMatch(batch -> batch < 1)) {
            throw new ExitBenchException(
                    "--batch is " + batches + "; give whole numbers from 1 on.");
        }
        if (!batches.isEmpty() && newTokens < 2) {
            throw new ExitBenchException(
                    "--new-tokens is "
                            + newTokens
                            + "; with --batch a token's cost is that of the second and later ones,"
                            + " so give 2 or more.");
        }
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
