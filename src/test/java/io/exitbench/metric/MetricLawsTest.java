package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricLawsTest {
    private static final String[] WORDS = {
        "self",
        ".",
        "x",
        "(",
        ")",
        "<NUM_LIT>",
        "<STR_LIT:a>",
        "é",
        "日本",
        "\uD83D\uDE00",
        "\uD800",
        "\u00a0",
        "\t",
        "0.5",
        "&amp;",
        "\u0000",
        "\u001c",
        "İ"
    };

    private final MetricSet metrics = MetricSet.ofText();

    @Test
    void equalTextsScoreFullWhateverTheyAre() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            // Stripped, because the evaluator strips the prediction only.
            String text = PythonText.strip(text(random));
            for (Metric metric : metrics.metrics()) {
                assertThat(metric.sample(text, text))
                        .as("%s of '%s'", metric.name(), text)
                        .isCloseTo(metric instanceof LevenshteinDistance ? 0 : 100, within(1e-9));
            }
        }
    }

    @Test
    void scoresStayWithinBounds() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            String prediction = text(random);
            String reference = text(random);
            for (Metric metric : metrics.metrics()) {
                assertThat(metric.sample(prediction, reference))
                        .as("%s of '%s' and '%s'", metric.name(), prediction, reference)
                        .isBetween(
                                0.0,
                                metric instanceof LevenshteinDistance
                                        ? Math.max(prediction.length(), reference.length())
                                        : 100 + 1e-9);
            }
        }
    }

    @Test
    void symmetricMetricsAreSymmetric() {
        List<Metric> symmetric =
                List.of(
                        new EditSimilarity(LineProtocol.IN_TRAINING),
                        new ExactMatch(LineProtocol.IN_TRAINING),
                        new LevenshteinDistance(),
                        new Rouge(Rouge.Variant.ONE),
                        new Rouge(Rouge.Variant.TWO),
                        new Rouge(Rouge.Variant.L));
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            String a = text(random);
            String b = text(random);
            for (Metric metric : symmetric) {
                assertThat(metric.sample(a, b)).as(metric.name()).isEqualTo(metric.sample(b, a));
            }
        }
    }

    @Test
    void threadsDoNotChangeAnything() {
        Random random = new Random(4);
        List<ScoredPair> pairs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            pairs.add(new ScoredPair(text(random), text(random)));
        }
        ScoreTable alone = metrics.score(pairs, 1);
        ScoreTable together = metrics.score(pairs, 2);
        for (Metric metric : metrics.metrics()) {
            assertThat(together.samples(metric.name())).isEqualTo(alone.samples(metric.name()));
            assertThat(together.corpus(metric.name()))
                    .isEqualTo(alone.corpus(metric.name()))
                    .isEqualTo(metric.corpus(pairs));
        }
    }

    @Test
    void failureInAWorkerReachesTheCaller() {
        List<ScoredPair> pairs = new ArrayList<>();
        pairs.add(null);
        assertThatThrownBy(() -> metrics.score(pairs, 2)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void namesAreDistinct() {
        assertThatThrownBy(() -> metrics.with(new Bleu(new BleuSmoothing.None())))
                .hasMessageContaining("bleu");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(9);
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }
}
