package io.exitbench.result.table;

import io.exitbench.result.cost.ForcedCost;
import io.exitbench.result.cost.Saving;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Columns of {@code results.csv} that compare runs on equal text, and with the untuned model. */
final class EqualText {
    private EqualText() {}

    static void add(Map<String, Function<RunResult, String>> columns) {
        for (String score :
                new String[] {
                    "agreement_forced", "agreement_prefix", "same_as_full_pct", "base_agreement"
                }) {
            columns.put(score, run -> Cells.number(run.score(score)));
        }
        columns.put("latency_forced_ms_per_token", run -> Cells.number(run.forced().msPerToken()));
        columns.put(
                "energy_forced_j_per_token",
                run -> Cells.number(run.forced().cost().energyPerToken()));
        columns.put(
                "time_forced_saved_pct", run -> ResultsCsv.percent(run.savedOnEqualText().time()));
        columns.put(
                "time_forced_saved_ci",
                run -> Cells.interval(run.savedOnEqualText().time().flatMap(Saving::interval)));
        columns.put(
                "energy_forced_saved_pct",
                run -> ResultsCsv.percent(run.savedOnEqualText().energy()));
        columns.put(
                "energy_forced_saved_ci",
                run -> Cells.interval(run.savedOnEqualText().energy().flatMap(Saving::interval)));
        addForced(columns, "bytes_forced_saved_pct", Yardsticks::forced, f -> f.work().bytes());
        addForced(
                columns,
                "compute_forced_saved_pct",
                Yardsticks::forced,
                f -> f.work().multiplyAdds());
        addForced(
                columns,
                "time_saved_vs_base_pct",
                Yardsticks::base,
                f -> f.cost().secondsPerPass());
        addForced(
                columns,
                "energy_saved_vs_base_pct",
                Yardsticks::base,
                f -> f.cost().energyPerPass());
    }

    private static void addForced(
            Map<String, Function<RunResult, String>> columns,
            String name,
            Function<Yardsticks, Optional<ForcedCost>> yardstick,
            Function<ForcedCost, OptionalDouble> of) {
        columns.put(
                name,
                run ->
                        Cells.number(
                                PercentSaved.of(
                                        run.forced(), of, yardstick.apply(run.yardsticks()))));
    }
}
