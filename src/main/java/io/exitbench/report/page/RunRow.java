package io.exitbench.report.page;

import io.exitbench.result.record.RunRecord;
import io.exitbench.result.statistics.Interval;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run that did not fail.
 *
 * @param number by which the page calls it: its place in the table of runs, from 1
 * @param run what was run
 * @param cells its row of {@code results.csv} by column
 * @param intervals 95 % intervals by the column that they belong to
 */
record RunRow(
        int number, RunRecord run, Map<String, String> cells, Map<String, Interval> intervals) {
    /** Copies the maps. */
    RunRow {
        cells = Map.copyOf(cells);
        intervals = Map.copyOf(intervals);
    }

    RunRow numbered(int newNumber) {
        return new RunRow(newNumber, run, cells, intervals);
    }

    String id() {
        return run.runId();
    }

    String label() {
        return run.label();
    }

    String text(String column) {
        return cells.getOrDefault(column, "");
    }

    /** Empty if unknown. */
    OptionalDouble value(String column) {
        String cell = text(column);
        return cell.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(cell));
    }

    Optional<Interval> interval(String column) {
        return Optional.ofNullable(intervals.get(column));
    }

    /** Whether it could be deployed instead of full depth: it exits, and is told nothing. */
    boolean honest() {
        return !run.cheats() && !run.fullDepth() && !run.base();
    }

    /** What is drawn as one line: a strategy under a K/V policy with one batch size. */
    String family() {
        int batch = run.identity().batch();
        return run.base()
                ? "full depth before tuning"
                : run.identity().strategy()
                        + " ["
                        + run.identity().kvPolicy()
                        + (batch == 1 ? "]" : ", batch " + batch + "]");
    }
}
