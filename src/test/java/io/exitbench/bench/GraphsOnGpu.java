package io.exitbench.bench;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Graphs;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Compares decoding by CUDA graphs with decoding by operators on a GPU, which no test machine has:
 * {@code GraphsOnGpu TYPE MODEL COMPLETIONS EXITS NEW_TOKENS POLICY...}. Each K/V policy decodes
 * prompts of random tokens with exits drawn at random, once by each; {@link TiedTokens} asks of
 * every first difference whether it is one of rounding. Its memory on the card is told after a
 * tenth of the first policy's completions by graphs and after each policy's.
 */
public final class GraphsOnGpu {
    private static final int CONTEXT = 200;

    private final LoadableModel model;
    private final DecoderOptions options;
    private final List<Integer> exits;
    private final int completions;
    private final int newTokens;

    private GraphsOnGpu(String[] arguments) {
        model = new ModelLocator(Path.of("cache")).find(arguments[1]);
        completions = Integer.parseInt(arguments[2]);
        exits = Arrays.stream(arguments[3].split(",")).map(Integer::valueOf).toList();
        newTokens = Integer.parseInt(arguments[4]);
        options = DecoderOptions.choose("gpu", arguments[0], CONTEXT + newTokens, 0);
    }

    /**
     * @param arguments {@code float16}, {@code bfloat16} or {@code float32}, model, completions for
     *     each policy, exit layers, new tokens, policies
     */
    public static void main(String[] arguments) throws IOException {
        List<KvPolicy> policies = Arrays.stream(arguments).skip(5).map(KvPolicy::parse).toList();
        new GraphsOnGpu(arguments).compare(policies);
    }

    private void compare(List<KvPolicy> policies) throws IOException {
        Map<KvPolicy, Run> graphs = runs(Graphs.ON, policies);
        Map<KvPolicy, Run> operators = runs(Graphs.OFF, policies);
        for (KvPolicy policy : policies) {
            report(policy, graphs.get(policy), operators.get(policy));
        }
    }

    private record Run(List<int[]> tokens, double millisecondsPerToken) {}

    private Map<KvPolicy, Run> runs(Graphs choice, List<KvPolicy> policies) throws IOException {
        Map<KvPolicy, Run> runs = new EnumMap<>(KvPolicy.class);
        try (DecoderModel loaded = model.load(options.withGraphs(choice))) {
            for (KvPolicy policy : policies) {
                runs.put(policy, run(loaded, policy, runs.isEmpty()));
                System.out.printf(
                        "%s, %s, %s: after %d completions %s in use%n",
                        model.name(), loaded.execution(), policy.id(), completions, memoryInUse());
            }
        }
        return runs;
    }

    private Run run(DecoderModel loaded, KvPolicy policy, boolean first) throws IOException {
        List<int[]> tokens = new ArrayList<>();
        long nanos = 0;
        long count = 0;
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(loaded, exitLayers(), policy, Prefill.FULL)) {
            for (int i = 0; i < completions; i++) {
                Random exit = new Random(i);
                ExitStrategy strategy =
                        seen -> leaves(exit) ? ExitDecision.EXIT : ExitDecision.CONTINUE;
                Completion completion =
                        decoder.complete(
                                prompt(i),
                                new CompletionLimit(newTokens, () -> token -> false),
                                strategy,
                                SampleContext.blind("sample", CONTEXT));
                tokens.add(completion.tokens());
                if (first && i == completions / 10) {
                    System.out.printf("after %d completions %s in use%n", i, memoryInUse());
                }
                if (i > 0) {
                    nanos += Arrays.stream(completion.tokenNanos()).sum();
                    count += completion.tokens().length;
                }
            }
        }
        return new Run(tokens, nanos / 1e6 / Math.max(1, count));
    }

    private ExitLayers exitLayers() {
        return new ExitLayers(exits, model.config().layers());
    }

    private int[] prompt(int completion) {
        return new Random(1000 + completion)
                .ints(CONTEXT, 3, model.config().vocabularySize())
                .toArray();
    }

    private static boolean leaves(Random exit) {
        return exit.nextInt(4) == 0;
    }

    /** Of this process alone, so that others may use the card beside it. */
    private static String memoryInUse() throws IOException {
        String own = ProcessHandle.current().pid() + ", ";
        Process process =
                new ProcessBuilder(
                                "nvidia-smi",
                                "--query-compute-apps=pid,used_memory",
                                "--format=csv,noheader")
                        .start();
        String apps =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return apps.lines()
                .filter(line -> line.startsWith(own))
                .map(line -> line.substring(own.length()))
                .findFirst()
                .orElse("an unknown amount");
    }

    private void report(KvPolicy policy, Run graphs, Run operators) {
        List<TiedTokens.Difference> differences = new ArrayList<>();
        long same = 0;
        for (int i = 0; i < completions; i++) {
            int[] a = graphs.tokens().get(i);
            int[] b = operators.tokens().get(i);
            int first = Arrays.mismatch(a, b);
            same += first < 0 ? a.length : first;
            if (first >= 0) {
                differences.add(
                        new TiedTokens.Difference(
                                prompt(i), Arrays.copyOf(a, first), a[first], b[first], i));
            }
        }
        System.out.printf(
                "%s %s %s: %d of %d completions equal, %d of %d tokens before a difference, %.3f ms"
                        + " a token against %.3f%n",
                model.name(),
                options.type(),
                policy.id(),
                completions - differences.size(),
                completions,
                same,
                (long) completions * newTokens,
                graphs.millisecondsPerToken(),
                operators.millisecondsPerToken());
        if (!differences.isEmpty()) {
            new TiedTokens(model, options, exitLayers(), policy, GraphsOnGpu::leaves)
                    .examine(differences);
        }
    }
}
