package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.FullDepth;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SuiteSpecification.Experiment;
import io.exitbench.suite.fit.Fitted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunPlannerTest {
    private static StrategyFamily family(String name, StrategyRole role) {
        return context ->
                Stream.of(
                        StrategyVariant.of(name, "", () -> seen -> ExitDecision.CONTINUE).as(role));
    }

    private static List<RunRecord> plan(StrategyFamily... families) {
        return plan(Duration.ofMinutes(1), families);
    }

    private static List<RunRecord> plan(Duration limit, StrategyFamily... families) {
        Experiment experiment =
                new Experiment(
                        List.of(KvPolicy.DEFER, KvPolicy.DEFER),
                        List.of(1),
                        Optional.of(Pattern.compile("full-depth|told")),
                        List.of(),
                        Optional.empty(),
                        true,
                        1,
                        1);
        RunIdentity template = new RunIdentity("s", "d", "1", "m", "2", 12, "", "", "", 1, "line");
        return new RunPlanner(
                        experiment,
                        new ExitLayers(List.of(4, 8), 12),
                        new Fitted(Map.of(), Optional.empty()),
                        template,
                        template,
                        Optional.of(template.of("base", "3")),
                        List.of(),
                        limit)
                .plan(List.of(families)).stream().map(PlannedRun::record).toList();
    }

    /** The one called full-depth is a strategy like any other here. */
    @Test
    void whatIsComparedWithIsDeclaredAndNotCalledSo() {
        List<RunRecord> runs =
                plan(
                        family("full-depth", StrategyRole.CANDIDATE),
                        family("told", StrategyRole.CHEATING),
                        family("whole", StrategyRole.FULL_DEPTH));
        assertThat(runs)
                .extracting(RunRecord::label)
                .containsExactly(
                        "whole [propagate]",
                        "whole [propagate] of base before tuning",
                        "whole [defer]",
                        "full-depth [defer]",
                        "told [defer]");
        assertThat(runs)
                .extracting(RunRecord::fullDepth)
                .containsExactly(true, true, true, false, false);
        assertThat(runs)
                .extracting(RunRecord::cheats)
                .containsExactly(false, false, false, false, true);
    }

    @Test
    void whatIsOnRequestIsRunIfItIsAskedFor() {
        Experiment byDefault =
                new Experiment(
                        List.of(KvPolicy.DEFER),
                        List.of(1),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        true,
                        1,
                        1);
        assertThat(byDefault.wants("rare", true)).isFalse();
        assertThat(byDefault.wants("common", false)).isTrue();
        Experiment asked =
                new Experiment(
                        List.of(KvPolicy.DEFER),
                        List.of(1),
                        Optional.of(Pattern.compile("rare")),
                        List.of(),
                        Optional.empty(),
                        true,
                        1,
                        1);
        assertThat(asked.wants("rare", true)).isTrue();
        assertThat(asked.wants("common", false)).isFalse();
    }

    private static final class Silent implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            while (context.seed() > 0) {
                LockSupport.park();
            }
            return Stream.of();
        }
    }

    @Test
    void aFamilyThatNeverListsItsStrategiesIsNamed() {
        assertThatThrownBy(() -> plan(Duration.ofMillis(20), new Silent()))
                .isInstanceOf(ExitBenchException.class)
                .hasMessage(
                        "The strategies of %s cannot be listed within 0.02 s"
                                + " (exitbench.sample-limit); correct its variants method, or leave"
                                + " it out.",
                        Silent.class.getName());
    }

    @Test
    void aFamilyThatThrowsIsNamed() {
        StrategyFamily throwing =
                context -> {
                    throw new IllegalStateException("no thresholds");
                };
        assertThatThrownBy(() -> plan(throwing))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll(
                        throwing.getClass().getName(),
                        "cannot be listed (IllegalStateException: no thresholds)");
    }

    @Test
    void thereIsOneFullDepth() {
        assertThatThrownBy(() -> plan(family("full-depth", StrategyRole.CANDIDATE)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("No strategy has the role FULL_DEPTH");
        assertThatThrownBy(
                        () ->
                                plan(
                                        family("one", StrategyRole.FULL_DEPTH),
                                        family("other", StrategyRole.FULL_DEPTH)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("[one, other]");
    }

    @Test
    void theFullDepthThatComesAlongStandsBackBehindAnother() {
        assertThat(plan(new FullDepth()).get(0).label()).isEqualTo("full-depth [propagate]");
        assertThat(plan(new FullDepth(), family("whole", StrategyRole.FULL_DEPTH)))
                .extracting(RunRecord::label)
                .startsWith("whole [propagate]")
                .noneMatch(label -> label.startsWith("full-depth"));
        assertThat(plan(new FullDepth(), family("told", StrategyRole.CHEATING)))
                .extracting(RunRecord::label)
                .contains("full-depth [propagate]", "told [defer]");
    }
}
