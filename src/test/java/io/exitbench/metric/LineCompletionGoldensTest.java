package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Values of CodeXGLUE's own evaluator. */
class LineCompletionGoldensTest {
    record Goldens(
            @SerializedName("mean_edit_similarity") double meanEditSimilarity,
            @SerializedName("exact_match") double exactMatch,
            List<Case> cases) {}

    record Case(
            String prediction,
            String reference,
            @SerializedName("edit_similarity") double editSimilarity,
            @SerializedName("exact_match") boolean exactMatch) {
        ScoredPair pair() {
            return new ScoredPair(prediction, reference);
        }
    }

    private final Goldens goldens = read();

    private static Goldens read() {
        try {
            Path file = Path.of("src/test/resources/goldens/metrics/line-completion-goldens.json");
            return new Gson().fromJson(Files.readString(file), Goldens.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyCaseScoresAsInTheOfficialEvaluator() {
        SoftAssertions softly = new SoftAssertions();
        for (Case golden : goldens.cases()) {
            softly.assertThat(new EditSimilarity().sample(golden.pair()))
                    .as("edit similarity of %s", golden)
                    .isEqualTo(golden.editSimilarity());
            softly.assertThat(new ExactMatch().sample(golden.pair()))
                    .as("exact match of %s", golden)
                    .isEqualTo(golden.exactMatch() ? 100 : 0);
        }
        softly.assertAll();
    }

    @Test
    void meansAreThoseOfTheOfficialEvaluator() {
        List<ScoredPair> pairs = goldens.cases().stream().map(Case::pair).toList();
        assertThat(new EditSimilarity().corpus(pairs)).isEqualTo(goldens.meanEditSimilarity());
        assertThat(new ExactMatch().corpus(pairs)).isEqualTo(goldens.exactMatch());
    }
}
