package io.exitbench.result.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkCostsTest {
    private static final WorkCosts COSTS = new WorkCosts(1000, 100, 500, 1, 2);

    @Test
    void aHeadThatIsSharedIsReadOnceAndComputedForEveryRow() {
        WorkCounts alone = new WorkCounts(0, 0, 0, 0, 12, 12, 0, 0, 0, 0, 1, 0, 0, 0, 0);
        // The second of two completions: passes are the first one's, rows are its own.
        WorkCounts second = new WorkCounts(0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
        WorkCounts both = alone.plus(second);
        assertThat(COSTS.bytes(both)).isEqualTo(2 * (12 * 1000 + 500));
        assertThat(COSTS.multiplyAdds(both)).isEqualTo(2 * (12 * 1000 + 500));
        assertThat(COSTS.bytes(both)).isEqualTo(COSTS.bytes(alone));
        assertThat(COSTS.multiplyAdds(both)).isEqualTo(2 * COSTS.multiplyAdds(alone));
    }
}
