package io.exitbench.agent.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStateTest {
    private static final int DRAWS = 1000;

    /** What draws the weights and what draws the episodes must not draw the same. */
    @Test
    void aStreamSharesNoNumberWithThoseOfOtherPurposesAndSeeds() {
        Set<Long> drawn = new HashSet<>();
        RandomState[] streams = {
            new RandomState(420),
            RandomState.of(420, "episodes"),
            RandomState.of(421, "episodes"),
            RandomState.of(420, "others")
        };
        for (RandomState stream : streams) {
            for (int i = 0; i < DRAWS; i++) {
                drawn.add(stream.nextLong());
            }
        }
        assertThat(drawn).hasSize(streams.length * DRAWS);
        assertThat(RandomState.of(420, "episodes").state())
                .isEqualTo(RandomState.of(420, "episodes").state());
    }
}
