package io.exitbench.result.score;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.metric.MetricSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldCheckTest {
    private final GoldCheck check = new GoldCheck(MetricSet.ofCode(Language.JAVA));

    @Test
    void referencesAreTheirOwnPerfectCompletions() {
        assertThatCode(() -> check.require(List.of("", "}", "x = <NUM_LIT> ;", "yield", "名 = 1")))
                .doesNotThrowAnyException();
    }

    @Test
    void aReferenceThatPostProcessingChangesIsRefused() {
        // The evaluator strips predictions only.
        assertThatThrownBy(() -> check.require(List.of("x ;", " x ;")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("Reference 2 scores")
                .hasMessageContaining("edit_similarity");
    }
}
