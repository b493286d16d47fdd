package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.dataset.Language;
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
        "İ",
        "def",
        "while",
        "if",
        "=",
        "+=",
        ":",
        ";",
        "{",
        "}",
        "//",
        "'",
        "\"\"\"",
        "\n    ",
        "\n"
    };

    private final MetricSet metrics =
            MetricSet.ofCode(Language.PYTHON).with(new Renamed(new CodeBleu(Language.JAVA)));

    @Test
    void equalTextsScoreFullWhateverTheyAre() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            // Stripped, because the evaluator strips the prediction only.
            String text = PythonText.strip(text(random));
            for (Metric metric : metrics.metrics()) {
                assertThat(metric.sample(text, text))
                        .as("%s of '%s'", metric.name(), text)
                        .isCloseTo(metric.perfect(), within(1e-9));
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

    @Test
    void partsStayWithinBounds() {
        Random random = new Random(5);
        for (Language language : Language.values()) {
            CodeBleu metric = new CodeBleu(language);
            for (int round = 0; round < 300; round++) {
                String prediction = text(random);
                String reference = text(random);
                metric.parts(metric.measure(prediction, reference).statistics())
                        .forEach(
                                (part, value) ->
                                        assertThat(Double.isNaN(value) ? 0 : value)
                                                .as("%s of '%s', '%s'", part, prediction, reference)
                                                .isBetween(0.0, 100 + 1e-9));
            }
        }
    }

    /** Two metrics of one set need two names. */
    private record Renamed(Metric metric) implements Metric {
        @Override
        public String name() {
            return "renamed_" + metric.name();
        }

        @Override
        public String signature() {
            return metric.signature();
        }

        @Override
        public int width() {
            return metric.width();
        }

        @Override
        public Measurement measure(String prediction, String reference) {
            return metric.measure(prediction, reference);
        }

        @Override
        public double score(double[] total) {
            return metric.score(total);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(12);
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }
}
