package io.exitbench.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeedStreamTest {
    private static List<Integer> drawn(long seed, String purpose) {
        Random random = SeedStream.of(seed, purpose);
        return Stream.generate(() -> random.nextInt(1000)).limit(20).toList();
    }

    @Test
    void oneSeedAndPurposeAlwaysDrawTheSame() {
        assertThat(drawn(7, "blocks")).isEqualTo(drawn(7, "blocks"));
    }

    /** What was wrong before: the second block of one seed was the first of the next. */
    @Test
    void otherPurposesAndOtherSeedsDrawOtherNumbers() {
        assertThat(
                        Stream.of(
                                        drawn(7, "block 0"),
                                        drawn(7, "block 1"),
                                        drawn(8, "block 0"),
                                        drawn(7, "arrivals"),
                                        drawn(7, "samples"),
                                        drawn(-7, "samples"))
                                .distinct())
                .hasSize(6);
    }

    /** The first eight bytes of {@code printf '7|blocks' | sha256sum} seed Java's generator. */
    @Test
    void theStreamIsTheSameOnEveryMachine() {
        assertThat(SeedStream.of(7, "blocks").nextLong())
                .isEqualTo(new Random(0x9bc17f159b964b50L).nextLong());
    }
}
