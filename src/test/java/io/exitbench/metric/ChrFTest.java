package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChrFTest {
    private static final ChrF ALL_ORDERS = new ChrF(2, ChrF.Dialect.TORCHMETRICS);

    private final JsonObject golden = Goldens.metrics();
    private final List<ScoredPair> pairs = Goldens.pairs(golden, "pairs");

    @Test
    void everySentenceMeetsTheGolden() {
        JsonArray expected = golden.getAsJsonArray("chrf_sentence");
        for (int i = 0; i < pairs.size(); i++) {
            ScoredPair pair = pairs.get(i);
            assertThat(ALL_ORDERS.sample(pair.prediction(), pair.reference()) / 100)
                    .as("%s", pair)
                    .isCloseTo(expected.get(i).getAsDouble(), within(1e-6));
        }
    }

    @Test
    void corpusMeetsTheGolden() {
        assertThat(ALL_ORDERS.corpus(pairs) / 100)
                .isCloseTo(golden.get("chrf_corpus_char6_word0_beta2").getAsDouble(), within(1e-6));
    }

    @Test
    void meetsSacreBleusOwnExpectations() {
        assertThat(
                        ALL_ORDERS.sample(
                                "Nebo prostě nemají vybavení, které by jim pomohlo, uvedli lékaři.",
                                "A někdy nemáme ani potřebný materiál, abychom jim pomohli,"
                                        + " popsali lékaři."))
                .isCloseTo(31.22557079, within(1e-6));
        assertThat(new ChrF(3, ChrF.Dialect.TORCHMETRICS).sample("a b c", "abc"))
                .isCloseTo(50, within(1e-9));
        assertThat(new ChrF(3, ChrF.Dialect.TORCHMETRICS).sample("aa", "ab"))
                .isCloseTo(8.3333, within(1e-4));
        assertThat(new ChrF(3, ChrF.Dialect.SACREBLEU).sample("aa", "ab"))
                .isCloseTo(25, within(1e-9));
        assertThat(new ChrF(3, ChrF.Dialect.SACREBLEU).sample("a b c", "abc"))
                .isCloseTo(100, within(1e-9));
        assertThat(
                        new ChrF(3, ChrF.Dialect.SACREBLEU)
                                .corpus(
                                        List.of(
                                                new ScoredPair("a", "a"),
                                                new ScoredPair("b", "c"))))
                .isCloseTo(50, within(1e-9));
    }

    @Test
    void signatureTellsTheTwoWaysApart() {
        assertThat(new ChrF().signature()).isNotEqualTo(ALL_ORDERS.signature());
    }
}
