package io.exitbench.result.table;

import io.exitbench.result.cost.ForcedCost;
import io.exitbench.result.cost.RunCost;
import java.util.Map;
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
                "energy_forced_j_per_token", run -> Cells.number(run.forced().energyPerToken()));
        addForced(columns, "time_forced_saved_pct", ForcedCost::msPerToken);
        addForced(columns, "energy_forced_saved_pct", ForcedCost::energyPerPass);
        addForced(columns, "bytes_forced_saved_pct", forced -> forced.work().bytes());
        addForced(columns, "compute_forced_saved_pct", forced -> forced.work().multiplyAdds());
        columns.put(
                "time_saved_vs_base_pct",
                run ->
                        Cells.number(
                                PercentSaved.of(
                                        run.cost(),
                                        RunCost::secondsPerPass,
                                        run.yardsticks().base())));
        columns.put(
                "energy_saved_vs_base_pct",
                run ->
                        Cells.number(
                                PercentSaved.of(
                                        run.cost(),
                                        RunCost::energyPerPass,
                                        run.yardsticks().base())));
    }

    private static void addForced(
            Map<String, Function<RunResult, String>> columns,
            String name,
            Function<ForcedCost, java.util.OptionalDouble> of) {
        columns.put(
                name,
                run -> Cells.number(PercentSaved.of(run.forced(), of, run.yardsticks().forced())));
    }
}
