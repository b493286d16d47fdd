package io.exitbench.result.table;

import static io.exitbench.strategy.StrategyRole.CANDIDATE;
import static io.exitbench.strategy.StrategyRole.CHEATING;
import static io.exitbench.strategy.StrategyRole.FULL_DEPTH;
import static io.exitbench.strategy.StrategyRole.THRESHOLD_RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.cost.ForcedCost;
import io.exitbench.result.cost.RunCosts;
import io.exitbench.result.cost.RunWork;
import io.exitbench.result.cost.SavedCosts;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.cost.WorkCounts;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.Score;
import io.exitbench.strategy.StrategyRole;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrontiersTest {
    @Test
    void everyQualityAndCostHasAFrontierForEachStrategyAndOneForAllThatCanBeDeployed() {
        List<FamilyFrontier> frontiers =
                Frontiers.of(
                        List.of(
                                run("whole", "", FULL_DEPTH, 12, 2.0),
                                run("rule", "nats=1", THRESHOLD_RULE, 8, 1.5),
                                run("rule", "nats=2", THRESHOLD_RULE, 6, 1.0),
                                run("told", "", CHEATING, 4, 0.5)));
        assertThat(frontiers).hasSize(4 * 6);
        FamilyFrontier all = find(frontiers, Frontiers.ALL, "agreement", "bytes");
        assertThat(all.frontier().points())
                .extracting(point -> point.run())
                .containsExactly("rule nats=2 [defer]");
        // Every run agrees in 50 %: half of what the layers below 12 are worth.
        assertThat(all.hypervolume()).isCloseTo(0.5 * 6 / 12, within(1e-12));
        assertThat(all.shareOfGap()).hasValue(0);
        assertThat(find(frontiers, Frontiers.ALL, "agreement", "compute").hypervolume())
                .isCloseTo(0.5 * (14 - 8) / 14, within(1e-12));
        assertThat(find(frontiers, "told", "agreement", "bytes").shareOfGap()).hasValue(1);
        assertThat(frontiers)
                .filteredOn(FamilyFrontier::cheats)
                .extracting(FamilyFrontier::strategy)
                .containsOnly("told")
                .hasSize(6);
        FamilyFrontier similar = find(frontiers, "rule", "edit_similarity", "energy");
        assertThat(similar.hypervolume()).isCloseTo(0.8 * 1 / 2, within(1e-12));
        // The oracle bounds agreement, not similarity to the reference.
        assertThat(similar.shareOfGap()).isEmpty();
    }

    /** What a strategy is told is its own affair, whatever it and others are called. */
    @Test
    void namesDecideNothing() {
        List<FamilyFrontier> frontiers =
                Frontiers.of(
                        List.of(
                                run("oracle", "", FULL_DEPTH, 12, 2.0),
                                run("entropy", "", CANDIDATE, 8, 1.5),
                                run("full-depth", "p=1", THRESHOLD_RULE, 6, 1.0),
                                run("full-depth", "p=2", CHEATING, 4, 0.5)));
        assertThat(find(frontiers, Frontiers.ALL, "agreement", "bytes").frontier().points())
                .extracting(point -> point.run())
                .containsExactly("full-depth p=1 [defer]");
        assertThat(frontiers)
                .filteredOn(f -> f.quality().equals("agreement") && f.cost().equals("bytes"))
                .filteredOn(f -> f.strategy().equals("full-depth"))
                .extracting(FamilyFrontier::cheats, f -> f.shareOfGap().orElseThrow())
                .containsExactly(tuple(false, 0.0), tuple(true, 1.0));
    }

    @Test
    void whatCostsMoreThanFullDepthAddsNothing() {
        List<FamilyFrontier> frontiers =
                Frontiers.of(
                        List.of(
                                run("full-depth", "", FULL_DEPTH, 12, 1.0),
                                run("x", "", CANDIDATE, 6, 3.0)));
        assertThat(find(frontiers, "x", "agreement", "energy").hypervolume()).isZero();
        assertThat(find(frontiers, "full-depth", "agreement", "energy").hypervolume()).isZero();
        assertThat(find(frontiers, "x", "agreement", "bytes").hypervolume()).isEqualTo(0.25);
    }

    @Test
    void aRunWhoseCostIsUnknownIsOnNoFrontierOverItAndTheOthersAre() {
        List<FamilyFrontier> frontiers =
                Frontiers.of(
                        List.of(
                                run("full-depth", "", FULL_DEPTH, 12, 2.0),
                                run("x", "", CANDIDATE, 6, null)));
        assertThat(frontiers)
                .filteredOn(f -> f.strategy().equals("x"))
                .extracting(FamilyFrontier::cost)
                .containsOnly("bytes", "compute");
        assertThat(frontiers)
                .filteredOn(f -> f.cost().equals("energy"))
                .isNotEmpty()
                .allSatisfy(
                        f ->
                                assertThat(f.frontier().points())
                                        .extracting(point -> point.run())
                                        .containsExactly("full-depth [defer]"));
    }

    /** One token through so many layers, each a weight and a row; two rows caught up. */
    private static RunWork work(int layers) {
        return new RunWork(
                new WorkCounts(0, 0, 0, 0, layers, layers, 2, 0, 0, 0, 0, 0, 0, 0, 0),
                new WorkCosts(1, 0, 0, 0, 1),
                1);
    }

    private static FamilyFrontier find(
            List<FamilyFrontier> frontiers, String strategy, String quality, String cost) {
        return frontiers.stream()
                .filter(f -> f.strategy().equals(strategy))
                .filter(f -> f.quality().equals(quality) && f.cost().equals(cost))
                .findFirst()
                .orElseThrow();
    }

    private static RunResult run(
            String strategy, String parameters, StrategyRole role, int layers, Double joules) {
        RunRecord run =
                new RunRecord(
                        strategy + parameters,
                        new RunIdentity(
                                "s", "d", "", "m", "", 12, strategy, parameters, "defer", 1, ""),
                        role,
                        false,
                        Optional.empty());
        List<Score> scores =
                List.of(
                        new Score("agreement", 50, Optional.empty(), ""),
                        new Score("edit_similarity", 80, Optional.empty(), ""));
        return new RunResult(
                run,
                List.of(Samples.leaving(layers)),
                LimitHits.of(List.of(1), 5),
                Optional.of(new RunScores(run.runId(), run.label(), scores, List.of(), null)),
                work(layers),
                RunCosts.run(run.runId(), 1, joules == null ? Double.NaN : joules),
                new ForcedCost(
                        work(layers),
                        RunCosts.run(run.runId(), 1, Double.NaN),
                        new long[0],
                        CandidateLooks.NONE),
                Yardsticks.NONE,
                SavedCosts.UNKNOWN,
                SavedCosts.UNKNOWN,
                "cpu");
    }
}
