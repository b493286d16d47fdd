package io.exitbench.bench;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Graphs;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Compares decoding by CUDA graphs with decoding by operators on a GPU, which no test machine has:
 * {@code GraphsOnGpu MODEL COMPLETIONS EXITS NEW_TOKENS POLICY...}. Each K/V policy decodes prompts
 * of random tokens with exits drawn at random, once by each. The card's memory in use is told after
 * a tenth of the completions and after all.
 */
public final class GraphsOnGpu {
    private static final int CONTEXT = 200;

    private GraphsOnGpu() {}

    /**
     * @param arguments model, completions for each policy, exit layers, new tokens, policies
     */
    public static void main(String[] arguments) throws IOException {
        int completions = Integer.parseInt(arguments[1]);
        List<Integer> exits = Arrays.stream(arguments[2].split(",")).map(Integer::valueOf).toList();
        int newTokens = Integer.parseInt(arguments[3]);
        for (int i = 4; i < arguments.length; i++) {
            KvPolicy policy = KvPolicy.parse(arguments[i]);
            List<Run> runs = new ArrayList<>();
            for (Graphs graphs : List.of(Graphs.ON, Graphs.OFF)) {
                DecoderOptions options =
                        new DecoderOptions(Device.gpu(), DataType.FLOAT16, CONTEXT + newTokens, 0)
                                .withGraphs(graphs);
                try (DecoderModel model =
                        new ModelLocator(Path.of("cache")).find(arguments[0]).load(options)) {
                    runs.add(run(model, exits, policy, completions, newTokens));
                }
            }
            report(arguments[0], policy, runs.get(0), runs.get(1));
        }
    }

    private record Run(List<int[]> tokens, double millisecondsPerToken) {}

    private static Run run(
            DecoderModel model,
            List<Integer> exits,
            KvPolicy policy,
            int completions,
            int newTokens)
            throws IOException {
        Random random = new Random(1);
        List<int[]> tokens = new ArrayList<>();
        long nanos = 0;
        long count = 0;
        int vocabulary = model.config().vocabularySize();
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(
                        model,
                        new ExitLayers(exits, model.config().layers()),
                        policy,
                        Prefill.FULL)) {
            for (int i = 0; i < completions; i++) {
                int[] prompt = random.ints(CONTEXT, 3, vocabulary).toArray();
                Random exit = new Random(i);
                ExitStrategy strategy =
                        observation ->
                                exit.nextInt(4) == 0 ? ExitDecision.EXIT : ExitDecision.CONTINUE;
                Completion completion =
                        decoder.complete(
                                prompt,
                                new CompletionLimit(newTokens, () -> token -> false),
                                strategy,
                                SampleContext.blind("sample", CONTEXT));
                tokens.add(completion.tokens());
                if (i == completions / 10 || i == completions - 1) {
                    System.out.println(
                            model.execution() + ", completion " + i + ": " + memoryInUse());
                }
                if (i > 0) {
                    nanos += Arrays.stream(completion.tokenNanos()).sum();
                    count += completion.tokens().length;
                }
            }
        }
        return new Run(tokens, nanos / 1e6 / Math.max(1, count));
    }

    private static String memoryInUse() throws IOException {
        Process process =
                new ProcessBuilder("nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader")
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip();
    }

    private static void report(String model, KvPolicy policy, Run graphs, Run operators) {
        int equal = 0;
        long same = 0;
        long all = 0;
        for (int i = 0; i < graphs.tokens().size(); i++) {
            int[] a = graphs.tokens().get(i);
            int[] b = operators.tokens().get(i);
            int first = Arrays.mismatch(a, b);
            equal += first < 0 ? 1 : 0;
            same += first < 0 ? a.length : first;
            all += a.length;
        }
        System.out.printf(
                "%s %s: %d of %d completions equal, %d of %d tokens before a difference, %.3f ms a"
                        + " token against %.3f%n",
                model,
                policy.id(),
                equal,
                graphs.tokens().size(),
                same,
                all,
                graphs.millisecondsPerToken(),
                operators.millisecondsPerToken());
    }
}
