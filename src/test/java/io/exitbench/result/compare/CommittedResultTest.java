package io.exitbench.result.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed results can be paired with others, and their completions have their scores. */
class CommittedResultTest {
    /** Four digits are written. */
    private static final double ROUNDING = 0.5e-4 + 1e-9;

    @ParameterizedTest
    @ValueSource(strings = {"py150", "javacorpus"})
    void completionsThatAreKeptHaveTheScoresOfTheTable(String suite) {
        StoredResult result = StoredResult.read(Path.of("reports/committed", suite));
        ResultComparison comparison = ResultComparison.of(result, result);
        assertThat(comparison.pairs()).hasSameSizeAs(result.runs().keySet());
        for (RunPair pair : comparison.pairs()) {
            Map<String, String> row = result.runs().get(pair.run());
            assertThat(pair.samples()).isEqualTo(Integer.parseInt(row.get("samples")));
            assertThat(pair.otherCompletions()).hasValue(0L);
            assertThat(pair.changes()).hasSize(4);
            for (Change change : pair.changes()) {
                assertThat(change.verdict()).isEqualTo(Verdict.IDENTICAL);
                assertThat(change.before())
                        .as("%s of %s", change.metric(), pair.run())
                        .isCloseTo(Double.parseDouble(row.get(change.metric())), within(ROUNDING));
            }
        }
    }
}
