package io.exitbench.result.score;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Language;
import io.exitbench.metric.MetricSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoldCheckTest {
    private final MetricSet metrics = MetricSet.ofCode(Language.JAVA);

    private static List<CompletionSample> samples(String... references) {
        return Stream.of(references)
                .map(each -> new CompletionSample("of " + each, "A.java", "<s>", each))
                .toList();
    }

    @Test
    void referencesAreTheirOwnPerfectCompletions() {
        GoldCheck check = new GoldCheck(metrics, UnaryOperator.identity());
        assertThatCode(() -> check.require(samples("}", "x = <NUM_LIT> ;", "yield", "名 = 1")))
                .doesNotThrowAnyException();
    }

    @Test
    void aReferenceThatNoCompletionReachesIsRefusedByName() {
        GoldCheck check = new GoldCheck(metrics, text -> text.replace("é", "?"));
        assertThatThrownBy(() -> check.require(samples("x ;", "é ;")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("reference of sample of é ;")
                .hasMessageContaining("\"é ;\" becomes \"? ;\"")
                .hasMessageContaining("exact_match");
    }
}
