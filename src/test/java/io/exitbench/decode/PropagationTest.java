package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Variant;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link KvPolicy#PROPAGATE} is not exact, but it is something definite. */
class PropagationTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final int NEW_TOKENS = 5;

    /** float32 against float64 through a few layers. */
    private static final double TOLERANCE = 1e-4;

    /** Leaves where it is told and keeps the states that it saw on the way. */
    private record Watching(int[] exits, List<List<float[]>> states) implements ExitStrategy {
        @Override
        public void beginToken(int tokenIndex) {
            states.add(new ArrayList<>());
        }

        @Override
        public ExitDecision decide(Observation seen) {
            states.get(seen.tokenIndex()).add(seen.hiddenState());
            return seen.layer() == exits[seen.tokenIndex()]
                    ? ExitDecision.EXIT
                    : ExitDecision.CONTINUE;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "opt-preln, 200",
        "opt-350m-style, 50",
        "llama2-mha-untied, 50",
        "llama3-gqa-tied, 200",
        "llama-linear-rope, 30",
        "qwen2-gqa-tied, 50",
        "qwen3-qknorm, 50",
        "starcoder2-window, 50"
    })
    void logitsEqualASlowReferenceOnRandomTrajectories(String name, int trajectories) {
        requireEqual(Checkpoint.open(name, GOLDENS.resolve(name)), trajectories);
    }

    /** The reference has no more in common with the decoder than the names of weights. */
    @ParameterizedTest
    @EnumSource
    void logitsEqualASlowReferenceWhateverTheSettings(Variant variant, @TempDir Path folder) {
        requireEqual(variant.write(folder), 30);
    }

    private static void requireEqual(Checkpoint checkpoint, int trajectories) {
        try (DecoderModel model = checkpoint.load(DecoderOptions.cpu())) {
            int layers = model.config().layers();
            SlowPropagation reference = new SlowPropagation(checkpoint.folder(), model.config());
            ExitLayers exits = new ExitLayers(IntStream.range(1, layers).boxed().toList(), layers);
            Random random = new Random(layers);
            try (EarlyExitDecoder decoder =
                    new EarlyExitDecoder(model, exits, KvPolicy.PROPAGATE, Prefill.FULL)) {
                for (int i = 0; i < trajectories; i++) {
                    int longest = 8 + model.config().slidingWindow().width();
                    int[] prompt = random.ints(1 + random.nextInt(longest), 0, 160).toArray();
                    int[] leaving = random.ints(NEW_TOKENS, 1, layers + 1).toArray();
                    requireEqual(model, decoder, reference, prompt, leaving);
                }
            }
        }
    }

    private static void requireEqual(
            DecoderModel model,
            EarlyExitDecoder decoder,
            SlowPropagation reference,
            int[] prompt,
            int[] leaving) {
        Watching watching = new Watching(leaving, new ArrayList<>());
        Completion completion =
                decoder.complete(
                        prompt,
                        new CompletionLimit(leaving.length, token -> false),
                        watching,
                        new SampleContext("s", prompt.length, null));
        int[] text = Arrays.copyOf(prompt, prompt.length + leaving.length - 1);
        System.arraycopy(completion.tokens(), 0, text, prompt.length, leaving.length - 1);
        List<List<double[]>> expected = reference.logits(text, prompt.length, leaving);
        for (int token = 0; token < leaving.length; token++) {
            String at = "token " + token + " of " + Arrays.toString(leaving);
            List<float[]> states = watching.states().get(token);
            for (int layer = 1; layer <= states.size(); layer++) {
                requireEqual(
                        logits(model, states.get(layer - 1), layer),
                        expected.get(token).get(layer),
                        at);
            }
            // Nobody is asked at the last layer; what was generated there tells of its logits.
            double[] last = expected.get(token).get(leaving[token]);
            assertThat(last[completion.tokens()[token]])
                    .as(at)
                    .isCloseTo(Arrays.stream(last).max().orElseThrow(), within(TOLERANCE));
        }
    }

    private static float[] logits(DecoderModel model, float[] state, int layer) {
        try (NDManager manager = model.manager().newSubManager()) {
            NDArray row = manager.create(state).expandDims(0);
            return model.head().logits(row, layer, manager).toFloatArray();
        }
    }

    private static void requireEqual(float[] logits, double[] expected, String at) {
        assertThat(logits).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < logits.length; i++) {
            worst = Math.max(worst, Math.abs(logits[i] - expected[i]));
        }
        assertThat(worst).as(at).isLessThan(TOLERANCE);
    }
}
