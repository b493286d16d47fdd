package io.exitbench.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
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
}
