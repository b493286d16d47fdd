package io.exitbench.result.table;

import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.Score;
import io.exitbench.result.score.ScoreComparison;
import io.exitbench.result.statistics.NonInferiority;
import io.exitbench.result.statistics.TradeOff;
import io.exitbench.result.statistics.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * {@code scores.csv}, {@code comparisons.csv} and {@code frontiers.csv} as rows, the header first.
 * They stand beside {@code results.csv}, whose columns are fixed.
 */
public final class StatisticsCsv {
    private StatisticsCsv() {}

    /**
     * Rows of all scores.
     *
     * @param runs to show
     * @return cells as text, the header first
     */
    public static List<List<String>> scores(List<RunScores> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "run_id",
                        "run",
                        "metric",
                        "score",
                        "ci",
                        "signature",
                        "interval_unit",
                        "interval_units"));
        for (RunScores run : runs) {
            Unit unit = run.clusters().unit();
            for (Score score : run.scores()) {
                rows.add(
                        List.of(
                                run.runId(),
                                run.label(),
                                score.metric(),
                                Cells.number(score.value()),
                                Cells.interval(score.interval()),
                                score.signature(),
                                score.interval().isEmpty() ? "" : unit.name(),
                                score.interval().isEmpty() ? "" : "" + unit.count()));
            }
        }
        return rows;
    }

    /**
     * Rows of the comparisons with full depth.
     *
     * @param comparisons to show
     * @return cells as text, the header first
     */
    public static List<List<String>> comparisons(List<ScoreComparison> comparisons) {
        List<List<String>> rows =
                comparisons.stream()
                        .map(
                                c ->
                                        List.of(
                                                c.runId(),
                                                c.label(),
                                                c.metric(),
                                                Cells.number(c.paired().difference()),
                                                c.paired().interval().text(),
                                                Cells.number(c.paired().bootstrapP()),
                                                Cells.number(c.paired().randomisationP()),
                                                c.signature(),
                                                c.unit().name(),
                                                Integer.toString(c.unit().count()),
                                                Cells.number(margin(c)),
                                                Cells.number(bound(c)),
                                                kept(c, NonInferiority::holds),
                                                kept(c, NonInferiority::superior),
                                                c.primary() ? "primary" : "exploratory"))
                        .collect(Collectors.toList());
        rows.add(
                0,
                List.of(
                        "run_id",
                        "run",
                        "metric",
                        "difference",
                        "difference_ci",
                        "bootstrap_p",
                        "randomisation_p",
                        "signature",
                        "interval_unit",
                        "interval_units",
                        "margin",
                        "lower_bound_97_5",
                        "non_inferior",
                        "superior",
                        "status"));
        return rows;
    }

    private static OptionalDouble margin(ScoreComparison comparison) {
        return comparison.nonInferiority().stream().mapToDouble(NonInferiority::margin).findFirst();
    }

    private static OptionalDouble bound(ScoreComparison comparison) {
        return comparison.nonInferiority().stream()
                .mapToDouble(NonInferiority::lowerBound)
                .findFirst();
    }

    private static String kept(ScoreComparison comparison, Predicate<NonInferiority> what) {
        return comparison.nonInferiority().map(n -> Boolean.toString(what.test(n))).orElse("");
    }

    /**
     * Rows of the families' frontiers.
     *
     * @param frontiers to show
     * @return cells as text, the header first
     */
    public static List<List<String>> frontiers(List<FamilyFrontier> frontiers) {
        List<List<String>> rows =
                frontiers.stream()
                        .map(
                                f ->
                                        List.of(
                                                f.strategy(),
                                                f.kvPolicy(),
                                                f.quality(),
                                                f.cost(),
                                                Cells.number(f.hypervolume()),
                                                Cells.number(f.shareOfGap()),
                                                f.frontier().points().stream()
                                                        .map(TradeOff::run)
                                                        .collect(Collectors.joining("; ")),
                                                Boolean.toString(f.cheats())))
                        .collect(Collectors.toList());
        rows.add(
                0,
                List.of(
                        "strategy",
                        "kv_policy",
                        "quality",
                        "cost",
                        "hypervolume",
                        "share_of_gap_to_oracle",
                        "frontier",
                        "cheats"));
        return rows;
    }
}
