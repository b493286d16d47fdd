package io.exitbench.result.table;

import io.exitbench.result.comparison.PrimaryComparison;
import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.NonInferiority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code primary-comparisons.csv}: what was declared before the run, each in every measure. */
public final class PrimaryCsv {
    private PrimaryCsv() {}

    /**
     * A row for each comparison and measure.
     *
     * @param comparisons to show
     * @return cells as text, the header first
     */
    public static List<List<String>> rows(List<PrimaryComparison> comparisons) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "family",
                        "against",
                        "matched",
                        "measure",
                        "status",
                        "difference",
                        "difference_ci",
                        "interval_unit",
                        "interval_units",
                        "blocks",
                        "seeds",
                        "settings",
                        "samples",
                        "p",
                        "p_holm",
                        "margin",
                        "lower_bound_97_5",
                        "non_inferior",
                        "superior",
                        "note",
                        "run_ids"));
        comparisons.forEach(comparison -> rows.add(row(comparison)));
        return rows;
    }

    private static List<String> row(PrimaryComparison comparison) {
        Optional<Difference> difference = comparison.difference();
        Optional<NonInferiority> kept = comparison.nonInferiority();
        return List.of(
                comparison.family(),
                comparison.against(),
                comparison.matched(),
                comparison.measure(),
                comparison.primary() ? "primary" : "secondary",
                difference.map(d -> Cells.number(d.value())).orElse(""),
                Cells.interval(difference.flatMap(Difference::interval)),
                comparison.unit().name(),
                Integer.toString(comparison.unit().count()),
                Cells.whole(comparison.blocks()),
                Integer.toString(comparison.subject().seeds()),
                Integer.toString(comparison.subject().settings()),
                Integer.toString(comparison.subject().samples()),
                Cells.number(difference.map(Difference::p).orElse(OptionalDouble.empty())),
                Cells.number(comparison.holm()),
                kept.map(n -> Cells.number(n.margin())).orElse(""),
                kept.map(n -> Cells.number(n.lowerBound())).orElse(""),
                kept.map(n -> Boolean.toString(n.holds())).orElse(""),
                kept.map(n -> Boolean.toString(n.superior())).orElse(""),
                comparison.note(),
                String.join(" ", comparison.subject().runIds()));
    }
}
