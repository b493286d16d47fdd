package io.exitbench.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench bench}: time and energy of static exits under K/V policies. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Time and energy of a token for each exit layer and K/V policy, as CSV.")
final class BenchCommand implements Callable<Integer> {
    private static final SampleContext SAMPLE = new SampleContext("bench", 0, null);
    private static final long SEED = 420;

    @Option(
            names = "--model",
            required = true,
            description = "Embedded, random:<shape>, or a folder.")
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

    @Option(names = "--kv-policy", defaultValue = "all", description = "One policy, or all.")
    private String policy;

    @Option(
            names = "--repetitions",
            defaultValue = "10",
            description = "Fewest measured completions.")
    private int repetitions;

    @Option(names = "--device", defaultValue = "auto", description = "cpu, gpu or auto.")
    private String device;

    @Option(names = "--type", defaultValue = "auto", description = "float32, float16 or auto.")
    private String type;

    @Option(names = "--threads", defaultValue = "0", description = "PyTorch threads; 0 chooses.")
    private int threads;

    @Option(names = "--cpu-watts", defaultValue = "10", description = "Watts of a busy core.")
    private double cpuWatts;

    @Option(
            names = "--cache",
            defaultValue = "${sys:user.home}/.cache/exitbench",
            description = "Folder for what is made once.")
    private Path cache;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        boolean gpu =
                device.equals("gpu")
                        || device.equals("auto") && Engine.getEngine("PyTorch").getGpuCount() > 0;
        boolean half = type.equals("float16") || type.equals("auto") && gpu;
        DecoderOptions options =
                new DecoderOptions(
                        gpu ? Device.gpu() : Device.cpu(),
                        half ? DataType.FLOAT16 : DataType.FLOAT32,
                        context + newTokens,
                        threads);
        PrintWriter out = spec.commandLine().getOut();
        EnergyMeter meter = EnergyMeters.detect(gpu, cpuWatts);
        try (DecoderModel loaded = new ModelLocator(cache).find(model).load(options)) {
            out.println("# device " + loaded.device() + ", type " + loaded.type());
            out.println("# energy: " + meter.source());
            out.println(
                    "model,context,new_tokens,exit_layer,kv_policy,prefill_ms,ms_per_token,j_per_token");
            for (KvPolicy each : policies()) {
                for (int layer : exitLayers) {
                    out.println(measure(loaded, meter, each, layer));
                    out.flush();
                }
            }
        }
        return 0;
    }

    private List<KvPolicy> policies() {
        return policy.equals("all")
                ? List.of(KvPolicy.values())
                : Stream.of(policy.split(","))
                        .map(name -> KvPolicy.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
    }

    private String measure(DecoderModel loaded, EnergyMeter meter, KvPolicy each, int layer) {
        int layers = loaded.config().layers();
        ExitLayers exits = new ExitLayers(layer == layers ? List.of() : List.of(layer), layers);
        ExitStrategy strategy = seen -> ExitDecision.EXIT;
        CompletionLimit limit = new CompletionLimit(newTokens, token -> false);
        int[] prompt =
                new Random(SEED).ints(context, 0, loaded.config().vocabularySize()).toArray();
        try (EarlyExitDecoder decoder = new EarlyExitDecoder(loaded, exits, each, Prefill.FULL)) {
            for (int i = 0; i < Math.max(2, repetitions / 5); i++) {
                decoder.complete(prompt, limit, strategy, SAMPLE);
            }
            long prefill = 0;
            long total = 0;
            int completions = 0;
            loaded.synchronise();
            EnergyMeter.Window window = meter.begin();
            long start = System.nanoTime();
            // At least as often as asked for, and until the meter can tell.
            while (completions < repetitions
                    || System.nanoTime() - start < meter.shortestWindow().toNanos()) {
                Completion completion = decoder.complete(prompt, limit, strategy, SAMPLE);
                prefill += completion.prefillNanos();
                total += completion.totalNanos();
                completions++;
            }
            loaded.synchronise();
            OptionalDouble joules = window.end().joules();
            double tokens = (double) completions * newTokens;
            return String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%d,%s,%.3f,%.3f,%s",
                    model,
                    context,
                    newTokens,
                    layer,
                    each.id(),
                    prefill / 1e6 / completions,
                    (total - prefill) / 1e6 / tokens,
                    joules.isPresent()
                            ? String.format(Locale.ROOT, "%.4f", joules.getAsDouble() / tokens)
                            : "");
        }
    }
}
