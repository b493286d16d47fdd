package io.exitbench.bench;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.agent.AgentStrategy;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.LeavingAt;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import io.exitbench.model.Graphs;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What decisions cost on a GPU: {@code DecisionsOnGpu GRAPHS RANK MODEL...}, with the rank of the
 * preview that chooses candidates, 0 for the whole head. Five exits are asked, by strategies that
 * never say anything else for what they see, once spread over all layers and once over the first
 * half, where the fifth is always taken. So every row of one table runs the same layers, and what
 * it takes longer than the first is what its decisions cost.
 */
public final class DecisionsOnGpu {
    private static final int CONTEXT = 200;
    private static final int NEW_TOKENS = 64;
    private static final int EXITS = 5;
    private static final int COMPLETIONS = 12;

    /** No probability is above it. */
    private static final double NEVER = 2;

    private DecisionsOnGpu() {}

    /**
     * @param arguments {@code auto}, {@code on} or {@code off}, the rank, then models
     */
    public static void main(String[] arguments) {
        for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
            DecoderOptions options =
                    new DecoderOptions(Device.gpu(), DataType.FLOAT16, CONTEXT + NEW_TOKENS, 0)
                            .withPreviewRank(Integer.parseInt(arguments[1]))
                            .withGraphs(Graphs.parse(arguments[0]));
            System.out.println(
                    "Candidates by "
                            + (options.previewRank() == 0
                                    ? "the whole head"
                                    : "a preview of rank " + options.previewRank()));
            try (DecoderModel model = new ModelLocator(Path.of("cache")).find(name).load(options)) {
                int layers = model.config().layers();
                table(name, model, exits(layers), false);
                table(name, model, exits(layers / 2 + 1), true);
            }
        }
    }

    /** Five exits below a layer, evenly spaced; the last is the layer before it. */
    private static List<Integer> exits(int layers) {
        return IntStream.rangeClosed(1, EXITS)
                .mapToObj(i -> (int) Math.round(i * (layers - 1) / (double) EXITS))
                .toList();
    }

    private static void table(
            String name, DecoderModel model, List<Integer> exits, boolean leaves) {
        double alone = 0;
        for (Map.Entry<String, ExitStrategy> row : strategies(model.config()).entrySet()) {
            ExitStrategy strategy =
                    leaves ? new LeavingAt(row.getValue(), EXITS - 1) : row.getValue();
            double milliseconds = millisecondsPerToken(model, exits, strategy);
            alone = alone == 0 ? milliseconds : alone;
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s, exits %s%s, %s: %.3f ms a token, %.1f %% more%n",
                    name,
                    model.execution(),
                    exits,
                    leaves ? ", the last one taken" : "",
                    row.getKey(),
                    milliseconds,
                    100 * (milliseconds / alone - 1));
        }
    }

    private static Map<String, ExitStrategy> strategies(ModelConfig config) {
        int hidden = config.headInputSize();
        boolean[] everywhere = new boolean[EXITS];
        Arrays.fill(everywhere, true);
        Map<String, ExitStrategy> all = new LinkedHashMap<>();
        all.put("nothing asked", observation -> ExitDecision.CONTINUE);
        all.put(
                "a net over states",
                new AgentStrategy(net(hidden, 0, 0), false, NEVER, everywhere));
        all.put(
                "candidates",
                observation ->
                        observation.amongCandidates().margin() > NEVER
                                ? ExitDecision.EXIT
                                : ExitDecision.CONTINUE);
        // What the embedded checkpoints' agents look at.
        int numbers = 5 * EXITS + 2;
        all.put(
                "an agent",
                new AgentStrategy(net(hidden, hidden, numbers), true, NEVER, everywhere));
        all.put(
                "margins",
                observation ->
                        observation.margin() > NEVER ? ExitDecision.EXIT : ExitDecision.CONTINUE);
        return all;
    }

    private static ExitNet net(int hidden, int rowWidth, int numbers) {
        Random random = new Random(1);
        int inputs = hidden + rowWidth + numbers;
        return new ExitNet(
                true,
                rowWidth,
                numbers,
                IntStream.range(0, EXITS).mapToObj(i -> layer(random, inputs, 64)).toList(),
                List.of(layer(random, 64, 64), layer(random, 64, 2)));
    }

    private static DenseLayer layer(Random random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return new DenseLayer(inputs, outputs, weights, new float[outputs]);
    }

    private static double millisecondsPerToken(
            DecoderModel model, List<Integer> exits, ExitStrategy strategy) {
        int[] prompt = new Random(420).ints(CONTEXT, 0, model.config().vocabularySize()).toArray();
        double[] milliseconds = new double[COMPLETIONS];
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(
                        model,
                        new ExitLayers(exits, model.config().layers()),
                        KvPolicy.DEFER,
                        Prefill.FULL)) {
            for (int i = -2; i < COMPLETIONS; i++) {
                Completion completion =
                        decoder.complete(
                                prompt,
                                new CompletionLimit(NEW_TOKENS, token -> false),
                                strategy,
                                SampleContext.blind("sample", CONTEXT));
                if (i >= 0) {
                    milliseconds[i] = Arrays.stream(completion.tokenNanos()).sum() / 1e6;
                }
            }
        }
        Arrays.sort(milliseconds);
        return milliseconds[COMPLETIONS / 2] / NEW_TOKENS;
    }
}
