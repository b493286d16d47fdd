package io.exitbench.result.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverheadTest {
    @Test
    void itIsTheShareOfTheTimeThatTheReplayDoesNotTake() {
        Overhead overhead =
                Overhead.of(List.of(new long[] {100, 300}), List.of(new long[] {90, 270}))
                        .orElseThrow();
        assertThat(overhead.percent()).isCloseTo(10, within(1e-9));
        assertThat(overhead.lowest()).isEqualTo(overhead.highest());
    }

    @Test
    void oneDisturbedBlockDoesNotDecideButIsShown() {
        List<long[]> decided =
                List.of(new long[] {100, 200}, new long[] {900, 2000}, new long[] {100, 200});
        List<long[]> replayed =
                List.of(new long[] {80, 160}, new long[] {80, 160}, new long[] {80, 1600});
        Overhead overhead = Overhead.of(decided, replayed).orElseThrow();
        assertThat(overhead.percent()).isCloseTo(20, within(1e-9));
        assertThat(overhead.lowest()).isNegative();
        assertThat(overhead.highest()).isGreaterThan(90);
    }

    @Test
    void withoutAReplayItIsUnknown() {
        assertThat(Overhead.of(List.of(new long[0]), List.of(new long[0]))).isEmpty();
    }
}
