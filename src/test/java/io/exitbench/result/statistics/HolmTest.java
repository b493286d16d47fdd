package io.exitbench.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {
    @Test
    void stepsDownFromTheSmallestAndStaysMonotone() {
        Map<String, Double> pValues = new LinkedHashMap<>();
        pValues.put("a", 0.01);
        pValues.put("b", 0.04);
        pValues.put("c", 0.03);
        pValues.put("d", 0.005);

        Map<String, Double> corrected = Holm.correct(pValues);

        assertThat(corrected.keySet()).containsExactly("a", "b", "c", "d");
        assertThat(corrected.get("d")).isCloseTo(0.02, Offset.offset(1e-12));
        assertThat(corrected.get("a")).isCloseTo(0.03, Offset.offset(1e-12));
        assertThat(corrected.get("c")).isCloseTo(0.06, Offset.offset(1e-12));
        assertThat(corrected.get("b")).isCloseTo(0.06, Offset.offset(1e-12));
    }

    @Test
    void neverExceedsOneAndRefusesWhatIsNoProbability() {
        assertThat(Holm.correct(Map.of("a", 0.9, "b", 0.8))).containsValue(1.0);
        assertThatThrownBy(() -> Holm.correct(Map.of("a", Double.NaN)))
                .hasMessageContaining("not a p-value");
    }

    @Test
    void whateverThePValuesAreTheirOrderIsKeptAndNoneFalls() {
        Random random = new Random(1);
        for (int trial = 0; trial < 200; trial++) {
            Map<Integer, Double> raw = new LinkedHashMap<>();
            for (int i = 0; i < 1 + trial % 12; i++) {
                raw.put(i, Math.pow(random.nextDouble(), 3));
            }
            Map<Integer, Double> corrected = Holm.correct(raw);
            for (int one : raw.keySet()) {
                assertThat(corrected.get(one)).isBetween(raw.get(one), 1.0);
                for (int other : raw.keySet()) {
                    if (raw.get(one) <= raw.get(other)) {
                        assertThat(corrected.get(one)).isLessThanOrEqualTo(corrected.get(other));
                    }
                }
            }
            Map<Integer, Double> reversed = new LinkedHashMap<>();
            for (int i = raw.size() - 1; i >= 0; i--) {
                reversed.put(i, raw.get(i));
            }
            assertThat(Holm.correct(reversed)).isEqualTo(corrected);
        }
    }
}
