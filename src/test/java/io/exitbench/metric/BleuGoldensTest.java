package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of torchmetrics' sacreBLEU. */
class BleuGoldensTest {
    private static final double TOLERANCE = 1e-6;

    record Goldens(
            List<ScoredPair> pairs,
            @SerializedName("bleu_13a_corpus") double corpus,
            @SerializedName("bleu_13a_sentence_smooth_off") List<Double> sentences) {}

    private final Goldens goldens = read();

    private static Goldens read() {
        try {
            Path file = Path.of("src/test/resources/goldens/metrics/metric-goldens.json");
            return new Gson().fromJson(Files.readString(file), Goldens.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void corpusBleuMatches() {
        assertThat(new Bleu().corpus(goldens.pairs()) / 100)
                .isCloseTo(goldens.corpus(), within(TOLERANCE));
    }

    @Test
    void sentenceBleuMatches() {
        for (int i = 0; i < goldens.pairs().size(); i++) {
            assertThat(new Bleu().sample(goldens.pairs().get(i)) / 100)
                    .as("%s", goldens.pairs().get(i))
                    .isCloseTo(goldens.sentences().get(i), within(TOLERANCE));
        }
    }
}
