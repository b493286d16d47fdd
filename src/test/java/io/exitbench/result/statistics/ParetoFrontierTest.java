package io.exitbench.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParetoFrontierTest {
    @Test
    void keepsExactlyTheRunsThatNoneDominates() {
        Random random = new Random(12);
        for (int round = 0; round < 200; round++) {
            List<TradeOff> runs = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                runs.add(new TradeOff("r" + i, random.nextInt(12), random.nextInt(12)));
            }
            List<TradeOff> expected =
                    runs.stream()
                            .filter(r -> runs.stream().noneMatch(o -> o.dominates(r)))
                            .toList();

            assertThat(ParetoFrontier.of(runs).points())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void hypervolumeIsTheDominatedAreaOfTheRectangle() {
        ParetoFrontier frontier =
                ParetoFrontier.of(
                        List.of(
                                new TradeOff("a", 4, 50),
                                new TradeOff("b", 8, 80),
                                new TradeOff("dominated", 9, 60),
                                new TradeOff("full", 12, 90)));

        // a: 8 × 50, b: 4 × 30 of 12 × 100; full depth is the worst cost itself.
        assertThat(frontier.hypervolume(12, 100)).isCloseTo(520 / 1200.0, within(1e-12));
        assertThat(frontier.contains("full")).isTrue();
        assertThat(frontier.contains("dominated")).isFalse();
    }

    @Test
    void hypervolumeOfNothingIsZeroAndOfPerfectionOne() {
        assertThat(ParetoFrontier.of(List.of()).hypervolume(12, 100)).isZero();
        assertThat(ParetoFrontier.of(List.of(new TradeOff("p", 0, 100))).hypervolume(12, 100))
                .isEqualTo(1);
    }

    @Test
    void hypervolumeEqualsTheShareOfRandomPointsBelowTheFrontier() {
        Random random = new Random(13);
        List<TradeOff> runs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            runs.add(new TradeOff("r" + i, random.nextDouble(), random.nextDouble()));
        }
        int below = 0;
        for (int i = 0; i < 100_000; i++) {
            TradeOff point = new TradeOff("x", random.nextDouble(), random.nextDouble());
            if (runs.stream().anyMatch(run -> run.dominates(point))) {
                below++;
            }
        }
        assertThat(ParetoFrontier.of(runs).hypervolume(1, 1))
                .isCloseTo(below / 100_000.0, within(0.01));
    }

    @Test
    void shareOfTheGapRunsFromTheBestRuleToTheOracle() {
        OracleGap gap = OracleGap.of(List.of(0.3, 0.5), 0.7);

        assertThat(gap.share(0.5)).hasValue(0);
        assertThat(gap.share(0.7)).hasValue(1);
        assertThat(gap.share(0.4).orElseThrow()).isCloseTo(-0.5, within(1e-12));
        assertThat(new OracleGap(0.7, 0.7).share(0.6)).isEmpty();
    }

    @Test
    void unknownCostIsRefused() {
        assertThatThrownBy(() -> new TradeOff("r1", Double.NaN, 1)).hasMessageContaining("r1");
    }
}
