package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SuiteSpecification.Experiment;
import java.util.List;
import java.util.Optional;
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
        Experiment experiment =
                new Experiment(
                        List.of(KvPolicy.DEFER, KvPolicy.DEFER),
                        Pattern.compile("full-depth|told"),
                        List.of(),
                        Optional.empty(),
                        1,
                        1);
        RunIdentity template = new RunIdentity("s", "d", "1", "m", "2", 12, "", "", "", 1, "line");
        return new RunPlanner(
                        experiment,
                        new ExitLayers(List.of(4, 8), 12),
                        template,
                        template,
                        List.of())
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
                        "whole [propagate]", "whole [defer]", "full-depth [defer]", "told [defer]");
        assertThat(runs).extracting(RunRecord::fullDepth).containsExactly(true, true, false, false);
        assertThat(runs).extracting(RunRecord::cheats).containsExactly(false, false, false, true);
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
}
