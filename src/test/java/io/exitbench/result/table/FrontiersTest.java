package io.exitbench.result.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.result.cost.Cost;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.score.Quality;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FrontiersTest {
    @Test
    void everyQualityAndCostHasAFrontierForEachStrategyAndOneForAllThatCanBeDeployed() {
        List<FamilyFrontier> frontiers =
                Frontiers.of(
                        List.of(
                                run("full-depth", "", 12, 2.0),
                                run("entropy", "nats=1", 8, 1.5),
                                run("entropy", "nats=2", 6, 1.0),
                                run("oracle", "", 4, 0.5)));
        assertThat(frontiers).hasSize(4 * 4);
        FamilyFrontier all = find(frontiers, Frontiers.ALL, "agreement", "layers");
        assertThat(all.frontier().points())
                .extracting(point -> point.run())
                .containsExactly("entropy nats=2 [defer]");
        // Every run agrees in 50 %: half of what the layers below 12 are worth.
        assertThat(all.hypervolume()).isCloseTo(0.5 * 6 / 12, within(1e-12));
        assertThat(all.shareOfGap()).hasValue(0);
        assertThat(find(frontiers, "oracle", "agreement", "layers").shareOfGap()).hasValue(1);
        FamilyFrontier similar = find(frontiers, "entropy", "edit_similarity", "energy");
        assertThat(similar.hypervolume()).isCloseTo(0.8 * 1 / 2, within(1e-12));
        // The oracle bounds agreement, not similarity to the reference.
        assertThat(similar.shareOfGap()).isEmpty();
    }

    @Test
    void whatCostsMoreThanFullDepthAddsNothing() {
        List<FamilyFrontier> frontiers =
                Frontiers.of(List.of(run("full-depth", "", 12, 1.0), run("x", "", 6, 3.0)));
        assertThat(find(frontiers, "x", "agreement", "energy").hypervolume()).isZero();
        assertThat(find(frontiers, "full-depth", "agreement", "energy").hypervolume()).isZero();
        assertThat(find(frontiers, "x", "agreement", "layers").hypervolume()).isEqualTo(0.25);
    }

    @Test
    void anUnknownCostOrQualityHasNoFrontier() {
        List<FamilyFrontier> frontiers =
                Frontiers.of(List.of(run("full-depth", "", 12, 2.0), run("x", "", 6, null)));
        assertThat(frontiers).extracting(FamilyFrontier::cost).containsOnly("layers");
    }

    private static FamilyFrontier find(
            List<FamilyFrontier> frontiers, String strategy, String quality, String cost) {
        return frontiers.stream()
                .filter(f -> f.strategy().equals(strategy))
                .filter(f -> f.quality().equals(quality) && f.cost().equals(cost))
                .findFirst()
                .orElseThrow();
    }

    private static RunResult run(String strategy, String parameters, double layers, Double joules) {
        OptionalDouble energy = joules == null ? OptionalDouble.empty() : OptionalDouble.of(joules);
        OptionalDouble unknown = OptionalDouble.empty();
        return new RunResult(
                new RunIdentity("s", "d", "", "m", "", 12, strategy, parameters, "defer", 1, ""),
                1,
                1,
                OptionalDouble.of(layers),
                OptionalDouble.of(layers),
                LimitHits.of(List.of(1), 5),
                new Quality(
                        unknown,
                        OptionalDouble.of(80),
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        OptionalDouble.of(50),
                        unknown,
                        Optional.empty(),
                        Optional.empty()),
                new Cost(OptionalDouble.of(1), 1, 1, 1, energy, energy, "test", unknown, unknown),
                "cpu");
    }
}
