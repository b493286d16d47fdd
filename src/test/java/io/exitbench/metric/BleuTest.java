package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class BleuTest {
    private final JsonObject golden = Goldens.metrics();
    private final List<ScoredPair> pairs = Goldens.pairs(golden, "pairs");

    @Test
    void corpusScoreMeetsTheGolden() {
        assertThat(new Bleu().corpus(pairs) / 100)
                .isCloseTo(golden.get("bleu_13a_corpus").getAsDouble(), within(1e-6));
    }

    @Test
    void corpusOfOneWithoutSmoothingMeetsTheSentenceGoldens() {
        JsonArray expected = golden.getAsJsonArray("bleu_13a_sentence_smooth_off");
        Bleu bleu = new Bleu(new BleuSmoothing.None());
        for (int i = 0; i < pairs.size(); i++) {
            assertThat(bleu.corpus(List.of(pairs.get(i))) / 100)
                    .as("%s", pairs.get(i))
                    .isCloseTo(expected.get(i).getAsDouble(), within(1e-6));
        }
    }

    @Test
    void smoothingChoicesAreThoseOfSacreBleu() {
        // Tokens: 4 of 6, 2 of 5, 1 of 4 and 0 of 3 match; 6 tokens against 8.
        ScoredPair pair =
                new ScoredPair("am I am a character sequence", "I am a symbol string sequence a a");
        double brevity = Math.exp(1 - 8 / 6.0);
        double three = 4 / 6.0 * 2 / 5.0 * 1 / 4.0;

        assertThat(corpus(new BleuSmoothing.None(), pair)).isZero();
        assertThat(corpus(new BleuSmoothing.Floor(0.1), pair)).isCloseTo(15.55722182, within(1e-6));
        assertThat(corpus(new BleuSmoothing.Exponential(), pair))
                .isCloseTo(100 * brevity * Math.pow(three * 0.5 / 3, 0.25), within(1e-9));
        assertThat(corpus(new BleuSmoothing.AddK(1), pair))
                .isCloseTo(
                        100 * brevity * Math.pow(4 / 6.0 * 3 / 6.0 * 2 / 5.0 * 1 / 4.0, 0.25),
                        within(1e-9));
    }

    @Test
    void sampleScoreTakesTheOrdersThatThePredictionHas() {
        Bleu bleu = new Bleu();

        assertThat(bleu.sample("yield", "yield")).isEqualTo(100);
        assertThat(bleu.sample("a test", "a test")).isCloseTo(100, within(1e-9));
        assertThat(bleu.corpus(List.of(new ScoredPair("a test", "a test")))).isZero();
        assertThat(bleu.sample("test", "a test")).isCloseTo(36.78794411714425, within(1e-9));
    }

    @Test
    void addedCountsReachOrdersThatThePredictionLacks() {
        // As sacreBLEU 2: orders 3 and 4 have (0 + 1) of (0 + 1).
        assertThat(new Bleu(new BleuSmoothing.AddK(1)).sample("a b", "a c"))
                .isCloseTo(100 * Math.pow(1 / 2.0 * 1 / 2.0, 0.25), within(1e-9));
        assertThat(new Bleu(new BleuSmoothing.Floor(0.1)).sample("a b", "a c"))
                .isCloseTo(100 * Math.sqrt(1 / 2.0 * 0.1), within(1e-9));
        assertThat(new Bleu(new BleuSmoothing.None()).sample("a b", "a c")).isZero();
        assertThat(new Bleu().sample("a b", "a c"))
                .isCloseTo(100 * Math.sqrt(1 / 2.0 * 1 / 2.0), within(1e-9));
    }

    @Test
    void tokenizerSplitsPunctuationButNotNumbers() {
        assertThat(Tokenizer13a.tokens("x+=1.5 and foo.bar(a,b) 10-3 &lt;tag&gt;"))
                .containsExactly(
                        "x", "+", "=", "1.5", "and", "foo", ".", "bar", "(", "a", ",", "b", ")",
                        "10", "-", "3", "<", "tag", ">");
    }

    private static double corpus(BleuSmoothing smoothing, ScoredPair pair) {
        return new Bleu(smoothing).corpus(List.of(pair));
    }
}
