package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineCompletionGoldenTest {
    private final JsonObject golden = Goldens.lines();
    private final JsonArray cases = golden.getAsJsonArray("cases");
    private final List<ScoredPair> pairs = Goldens.pairs(golden, "cases");

    @Test
    void everyCaseScoresExactlyAsTheEvaluator() {
        for (int i = 0; i < pairs.size(); i++) {
            ScoredPair pair = pairs.get(i);
            JsonObject expected = cases.get(i).getAsJsonObject();
            assertThat(new EditSimilarity().sample(pair.prediction(), pair.reference()))
                    .as("edit similarity of %s", pair)
                    .isEqualTo(expected.get("edit_similarity").getAsDouble());
            assertThat(new ExactMatch().sample(pair.prediction(), pair.reference()))
                    .as("exact match of %s", pair)
                    .isEqualTo(expected.get("exact_match").getAsBoolean() ? 100 : 0);
        }
    }

    @Test
    void literalsAreReplacedAsInTheEvaluator() {
        for (int i = 0; i < pairs.size(); i++) {
            JsonObject expected = cases.get(i).getAsJsonObject();
            assertThat(LineProtocol.EVALUATOR.prediction(pairs.get(i).prediction()))
                    .isEqualTo(expected.get("post_prediction").getAsString());
            assertThat(LineProtocol.EVALUATOR.reference(pairs.get(i).reference()))
                    .isEqualTo(expected.get("post_reference").getAsString());
        }
    }

    @Test
    void corpusScoresAreTheMeans() {
        assertThat(new EditSimilarity().corpus(pairs))
                .isEqualTo(golden.get("mean_edit_similarity").getAsDouble());
        assertThat(new ExactMatch().corpus(pairs))
                .isEqualTo(golden.get("exact_match").getAsDouble());
    }

    @Test
    void literalWithAnAngleBracketIsCutAtIt() {
        assertThat(LineProtocol.literals("x = '<STR_LIT:a>b>' ;")).isEqualTo("x = 'ab>' ;");
    }

    @Test
    void halvesRoundToEven() {
        // 2*1/16 = 12.5 % and 2*3/16 = 37.5 %.
        assertThat(new EditSimilarity().sample("abcdefgh", "a1234567")).isEqualTo(12);
        assertThat(new EditSimilarity().sample("abcdefgh", "abc12345")).isEqualTo(38);
    }

    @Test
    void inTrainingVariantComparesTextsAsTheyAre() {
        ExactMatch training = new ExactMatch(LineProtocol.IN_TRAINING);

        assertThat(training.sample("return <NUM_LIT:0>", "return <NUM_LIT>")).isZero();
        assertThat(training.sample("a  = b", "a = b")).isZero();
        assertThat(training.sample("a = b", "a = b")).isEqualTo(100);
        assertThat(new EditSimilarity(LineProtocol.IN_TRAINING).sample("a ", "a")).isEqualTo(67);
        assertThat(training.name()).isNotEqualTo(new ExactMatch().name());
        assertThat(training.signature()).isNotEqualTo(new ExactMatch().signature());
    }
}
