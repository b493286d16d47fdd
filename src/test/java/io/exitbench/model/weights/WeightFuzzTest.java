package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.bench.WeightFuzz;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the cases of {@link WeightFuzz}, which says how to run them all. */
class WeightFuzzTest {
    private static final int CASES = 300;
    private static final long MOST_HEAP = 16 << 20;

    @TempDir Path folder;

    @Test
    void damagedSafetensorsHeadersEndInAnError() throws IOException {
        check(new WeightFuzz(folder, 2).headers(CASES));
    }

    @Test
    void damagedPicklesEndInAnError() throws IOException {
        check(new WeightFuzz(folder, 2).pickles(CASES));
    }

    @Test
    void damagedArchivesEndInAnError() throws IOException {
        check(new WeightFuzz(folder, 2).archives(CASES));
    }

    private static void check(WeightFuzz.Outcome outcome) {
        assertThat(outcome.refused()).isGreaterThan(CASES / 3);
        assertThat(outcome.mostAllocated()).isLessThan(MOST_HEAP);
    }
}
