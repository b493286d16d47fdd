package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.result.record.ComparisonPlan;
import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.record.DeclaredFamily.Repetition;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonPlannerTest {
    private static PlannedRun run(StrategyVariant variant, String policy) {
        RunIdentity identity =
                new RunIdentity(
                        "s",
                        "d",
                        "1",
                        "m",
                        "2",
                        12,
                        variant.name(),
                        variant.parameters(),
                        policy,
                        1,
                        "line");
        return new PlannedRun(
                variant,
                new RunRecord(
                        variant.parameters() + "@" + policy,
                        identity,
                        variant.role(),
                        false,
                        Optional.empty()));
    }

    private static StrategyVariant variant(String name, String parameters, StrategyRole role) {
        return StrategyVariant.of(name, parameters, () -> seen -> ExitDecision.CONTINUE).as(role);
    }

    private static StrategyVariant rule(double threshold) {
        return variant("rule", "t=" + threshold, StrategyRole.THRESHOLD_RULE)
                .loosened("t", -threshold);
    }

    private static StrategyVariant agent(int seed, double threshold) {
        return variant("agent", "r=x;seed=" + seed + ";T=" + threshold, StrategyRole.LEARNED)
                .loosened("T", -threshold)
                .repeatedBy("seed");
    }

    @Test
    void familiesGoFromTightToLooseAndSeedsAreOne() {
        List<PlannedRun> runs =
                Stream.of(
                                variant("whole", "", StrategyRole.FULL_DEPTH),
                                variant("told", "", StrategyRole.CHEATING),
                                variant("control", "p=1", StrategyRole.CONTROL),
                                rule(0.5),
                                rule(0.9),
                                agent(3, 0.7),
                                agent(3, 0.2),
                                agent(1, 0.2),
                                agent(1, 0.7))
                        .map(variant -> run(variant, "defer"))
                        .toList();
        ComparisonPlan plan = ComparisonPlanner.of(runs, 2);
        assertThat(plan.margin()).isEqualTo(2);
        assertThat(plan.families())
                .containsExactly(
                        new DeclaredFamily(
                                "rule [defer]",
                                StrategyRole.THRESHOLD_RULE,
                                "defer",
                                List.of(new Repetition("", List.of("t=0.9@defer", "t=0.5@defer")))),
                        new DeclaredFamily(
                                "agent r=x [defer]",
                                StrategyRole.LEARNED,
                                "defer",
                                List.of(
                                        new Repetition(
                                                "3",
                                                List.of(
                                                        "r=x;seed=3;T=0.7@defer",
                                                        "r=x;seed=3;T=0.2@defer")),
                                        new Repetition(
                                                "1",
                                                List.of(
                                                        "r=x;seed=1;T=0.7@defer",
                                                        "r=x;seed=1;T=0.2@defer")))));
        assertThat(plan.primaryRuns())
                .containsExactlyInAnyOrder(
                        "t=0.9@defer", "r=x;seed=3;T=0.7@defer", "r=x;seed=1;T=0.7@defer");
        assertThat(plan.rulesFor(plan.families().get(1))).containsExactly(plan.families().get(0));
    }

    @Test
    void policiesAreFamiliesOfTheirOwnAndRulesAreThoseOfThePolicy() {
        List<PlannedRun> runs =
                Stream.of("defer", "propagate")
                        .flatMap(p -> Stream.of(run(rule(0.5), p), run(agent(1, 0.5), p)))
                        .toList();
        ComparisonPlan plan = ComparisonPlanner.of(runs, 1);
        assertThat(plan.families()).hasSize(4);
        assertThat(plan.rulesFor(plan.families().get(3)))
                .extracting(DeclaredFamily::label)
                .containsExactly("rule [propagate]");
    }

    @Test
    void settingsThatNotEverySeedHasAreLeftOut() {
        List<PlannedRun> runs =
                Stream.of(agent(1, 0.2), agent(1, 0.7), agent(2, 0.7))
                        .map(variant -> run(variant, "defer"))
                        .toList();
        assertThat(ComparisonPlanner.of(runs, 1).families().get(0).repetitions())
                .extracting(Repetition::runIds)
                .containsExactly(
                        List.of("r=x;seed=1;T=0.7@defer"), List.of("r=x;seed=2;T=0.7@defer"));
    }

    @Test
    void aSeedMustBeAmongTheParameters() {
        assertThatThrownBy(() -> rule(0.5).repeatedBy("seed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is repeated by a parameter that it does not have: seed");
    }
}
