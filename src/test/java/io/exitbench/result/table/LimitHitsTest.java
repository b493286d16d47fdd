package io.exitbench.result.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LimitHitsTest {
    @Test
    void fewSamplesMayBeMostOfTheTokens() {
        List<Integer> lengths =
                Stream.concat(
                                Collections.nCopies(56, 6).stream(),
                                Collections.nCopies(4, 100).stream())
                        .toList();
        LimitHits limit = LimitHits.of(lengths, 100);
        assertThat(limit.hits()).isEqualTo(4);
        assertThat(limit.tokensPct().orElseThrow()).isCloseTo(54.35, within(0.01));
        assertThat(limit.notice().orElseThrow())
                .startsWith("4 of 60 samples run to the limit of 100 tokens")
                .contains("54 % of its tokens");
    }

    @Test
    void nothingIsSaidWhereAllSamplesAreAlike() {
        assertThat(LimitHits.of(Collections.nCopies(60, 15), 15).notice()).isEmpty();
        assertThat(LimitHits.of(List.of(3, 4, 5), 100).notice()).isEmpty();
        LimitHits none = LimitHits.of(List.of(0, 0), 100);
        assertThat(none.notice()).isEmpty();
        assertThat(none.tokensPct()).isEmpty();
    }
}
