package io.exitbench.bench;

import io.exitbench.decode.BatchDecoder;
import io.exitbench.decode.BatchRequest;
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
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares completions in batches with the same ones made alone, both by CUDA graphs, on a GPU,
 * which no test machine has: {@code BatchesOnGpu TYPE MODEL EXITS NEW_TOKENS COMPLETIONS
 * BATCH,BATCH... POLICY...}. Strategies leave at random and look at probabilities and candidates.
 * Prompts of a single token go through kernels alone, so that every token and exit has to be the
 * same; those of 200 tokens go through operators, together in a batch, whose last bits may differ.
 */
public final class BatchesOnGpu {
    private static final List<Integer> CONTEXTS = List.of(1, 200);

    private final DecoderModel model;
    private final String name;
    private final ExitLayers exits;
    private final int newTokens;
    private final int completions;

    private BatchesOnGpu(DecoderModel model, String[] arguments) {
        this.model = model;
        name = arguments[1];
        exits = new ExitLayers(numbers(arguments[2]), model.config().layers());
        newTokens = Integer.parseInt(arguments[3]);
        completions = Integer.parseInt(arguments[4]);
    }

    /**
     * @param arguments {@code float16} or {@code float32}, model, exit layers, new tokens,
     *     completions, batch sizes, policies
     */
    public static void main(String[] arguments) {
        DecoderOptions options =
                DecoderOptions.choose(
                                "gpu",
                                arguments[0],
                                CONTEXTS.get(1) + Integer.parseInt(arguments[3]),
                                0)
                        .withGraphs(Graphs.ON);
        try (DecoderModel model =
                new ModelLocator(Path.of("cache")).find(arguments[1]).load(options)) {
            BatchesOnGpu comparison = new BatchesOnGpu(model, arguments);
            for (String policy : Arrays.asList(arguments).subList(6, arguments.length)) {
                for (int context : CONTEXTS) {
                    comparison.compare(KvPolicy.parse(policy), context, numbers(arguments[5]));
                }
            }
        }
    }

    private static List<Integer> numbers(String list) {
        return Stream.of(list.split(",")).map(Integer::valueOf).toList();
    }

    private void compare(KvPolicy policy, int context, List<Integer> batches) {
        List<Completion> alone = new ArrayList<>();
        try (EarlyExitDecoder decoder = new EarlyExitDecoder(model, exits, policy, Prefill.FULL)) {
            for (int i = 0; i < completions; i++) {
                alone.add(decoder.complete(prompt(i, context), limit(), new Erratic(), sample(i)));
            }
        }
        for (int batch : batches) {
            List<Completion> together = together(policy, context, batch);
            int equal = 0;
            int tokens = 0;
            for (int i = 0; i < completions; i++) {
                int first = firstDifference(alone.get(i), together.get(i));
                equal += first == newTokens ? 1 : 0;
                tokens += first;
            }
            System.out.printf(
                    "%s %s %s, %s, prompts of %d, batch %d: %d of %d completions equal, %d of %d"
                            + " tokens before a difference%n",
                    name,
                    model.type(),
                    model.execution(),
                    policy.id(),
                    context,
                    batch,
                    equal,
                    completions,
                    tokens,
                    completions * newTokens);
        }
    }

    /** Where a token or its exit differs first. */
    private int firstDifference(Completion one, Completion other) {
        int token = Arrays.mismatch(one.tokens(), other.tokens());
        int exit = Arrays.mismatch(one.exitLayers(), other.exitLayers());
        return Math.min(token < 0 ? newTokens : token, exit < 0 ? newTokens : exit);
    }

    private List<Completion> together(KvPolicy policy, int context, int batch) {
        List<BatchRequest> requests =
                IntStream.range(0, completions)
                        .mapToObj(
                                i ->
                                        BatchRequest.complete(
                                                prompt(i, context),
                                                limit(),
                                                new Erratic(),
                                                sample(i)))
                        .toList();
        Map<BatchRequest, Completion> done = new HashMap<>();
        try (BatchDecoder decoder =
                new BatchDecoder(model, exits, policy, Prefill.FULL, batch, context + newTokens)) {
            decoder.run(requests.iterator(), done::put);
        }
        return requests.stream().map(done::get).toList();
    }

    private int[] prompt(int completion, int context) {
        return new Random(1000 + completion)
                .ints(context, 3, model.config().vocabularySize())
                .toArray();
    }

    private CompletionLimit limit() {
        return new CompletionLimit(newTokens, token -> false);
    }

    private static SampleContext sample(int completion) {
        return SampleContext.blind("sample-" + completion, 0);
    }

    /** Leaves anywhere, and sometimes for what it sees. */
    private static final class Erratic implements ExitStrategy {
        private Random random;

        @Override
        public void beginSample(SampleContext sample) {
            random = new Random(sample.id().hashCode());
        }

        @Override
        public ExitDecision decide(Observation seen) {
            double drawn = random.nextDouble();
            if (drawn < 0.15) {
                return ExitDecision.exitIf(seen.topProbability() > random.nextDouble());
            }
            if (drawn < 0.3) {
                double sure = seen.amongCandidates().topProbability();
                return ExitDecision.exitIf(sure > random.nextDouble());
            }
            return ExitDecision.exitIf(drawn > 0.8);
        }
    }
}
