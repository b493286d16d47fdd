package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java says of a model's states, against PyTorch's operators and sums by hand. */
class HostDecisionsTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final int CANDIDATES = 8;

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "opt-350m-style", "llama3-gqa-tied"})
    void candidatesAndWhatTheySayAreThoseOfTheLogits(String name) {
        Random random = new Random(12);
        try (DecoderModel model =
                        Checkpoint.open(name, GOLDENS.resolve(name)).load(DecoderOptions.cpu());
                DecoderSession session = model.newSession();
                NDManager temporary = model.manager().newSubManager()) {
            ExitHead head = model.head();
            for (int i = 0; i < 20; i++) {
                try (HiddenState start = session.embed(random.nextInt(160));
                        HiddenState early = session.forward(start, 1);
                        HiddenState late = session.forward(early, 3);
                        Logits logits = head.logits(early);
                        Candidates candidates = logits.best(CANDIDATES)) {
                    float[] values = logits.toArray(temporary).toFloatArray();
                    assertThat(candidates.tokens()).containsExactly(largest(values));
                    requireAlike(logits.among(candidates), softmax(values, candidates.tokens()));
                    requireAlike(head.among(early, candidates), logits.among(candidates));
                    requireAlike(head.among(late, candidates), head.byOperators(late, candidates));
                }
            }
        }
    }

    private static long[] largest(float[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparing((Integer token) -> -values[token]))
                .limit(CANDIDATES)
                .mapToLong(Integer::longValue)
                .sorted()
                .toArray();
    }

    private static Predictions softmax(float[] values, long[] tokens) {
        double[] shares = new double[tokens.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(values[(int) tokens[i]]);
            sum += shares[i];
        }
        int best = 0;
        double entropy = 0;
        for (int i = 0; i < shares.length; i++) {
            best = shares[i] > shares[best] ? i : best;
            entropy -= shares[i] / sum * Math.log(shares[i] / sum);
        }
        double second = 0;
        for (int i = 0; i < shares.length; i++) {
            second = i == best ? second : Math.max(second, shares[i]);
        }
        return new Predictions(
                new long[] {tokens[best]},
                new float[] {(float) (shares[best] / sum)},
                new float[] {(float) ((shares[best] - second) / sum)},
                new float[] {(float) entropy});
    }

    private static void requireAlike(Predictions one, Predictions other) {
        assertThat(one.argmax()).containsExactly(other.argmax());
        assertThat(one.topProbability()).containsExactly(other.topProbability(), within(1e-5f));
        assertThat(one.margin()).containsExactly(other.margin(), within(1e-5f));
        assertThat(one.entropy()).containsExactly(other.entropy(), within(1e-5f));
    }
}
