package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RougeTest {
    private static final Map<Rouge.Variant, String> KEYS =
            Map.of(
                    Rouge.Variant.ONE, "rouge1_fmeasure",
                    Rouge.Variant.TWO, "rouge2_fmeasure",
                    Rouge.Variant.L, "rougeL_fmeasure");

    @Test
    void meetsTheGoldens() {
        JsonObject golden = Goldens.metrics();
        JsonArray expected = golden.getAsJsonArray("rouge_sentence_f");
        List<ScoredPair> pairs = Goldens.pairs(golden, "pairs");
        KEYS.forEach(
                (variant, key) -> {
                    Rouge rouge = new Rouge(variant, Undefined.ZERO);
                    for (int i = 0; i < pairs.size(); i++) {
                        ScoredPair pair = pairs.get(i);
                        assertThat(rouge.sample(pair.prediction(), pair.reference()) / 100)
                                .as("%s of %s", key, pair)
                                .isCloseTo(
                                        expected.get(i).getAsJsonObject().get(key).getAsDouble(),
                                        within(1e-6));
                    }
                });
    }

    @Test
    void equalLinesWithoutWordsScoreFullUnlessToldOtherwise() {
        Rouge lenient = new Rouge(Rouge.Variant.L);
        Rouge strict = new Rouge(Rouge.Variant.L, Undefined.ZERO);

        assertThat(lenient.sample("} ) ;", "} ) ;")).isEqualTo(100);
        assertThat(lenient.sample("} ) ;", "] ;")).isZero();
        assertThat(strict.sample("} ) ;", "} ) ;")).isZero();
        assertThat(new Rouge(Rouge.Variant.TWO).sample("yield", "yield")).isEqualTo(100);
        assertThat(lenient.signature()).isNotEqualTo(strict.signature());
    }
}
