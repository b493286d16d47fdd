package io.exitbench.report.page;

import io.exitbench.result.FinishedRun;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the rows of the tables, each run's together. */
final class RunRows {
    private static final String INTERVAL = "_ci";

    private RunRows() {}

    /** Those that did not fail, in the order of the plan, without numbers. */
    static List<RunRow> of(FinishedRun finished) {
        Map<String, Map<String, Interval>> scores = new LinkedHashMap<>();
        for (Map<String, String> row : finished.table("scores.csv").records()) {
            interval(row.getOrDefault("ci", ""))
                    .ifPresent(
                            known ->
                                    scores.computeIfAbsent(
                                                    row.get("run_id"), id -> new LinkedHashMap<>())
                                            .put(row.get("metric"), known));
        }
        Map<String, Map<String, String>> cells = new LinkedHashMap<>();
        finished.table(ResultFolder.RESULTS)
                .records()
                .forEach(row -> cells.put(row.get("run_id"), row));
        List<RunRow> rows = new ArrayList<>();
        for (RunRecord run : finished.plan().runs()) {
            Map<String, String> row = cells.get(run.runId());
            if (row != null) {
                Map<String, Interval> intervals =
                        new LinkedHashMap<>(scores.getOrDefault(run.runId(), Map.of()));
                row.forEach((column, cell) -> addInterval(column, cell, row, intervals));
                rows.add(new RunRow(0, run, row, intervals));
            }
        }
        return rows;
    }

    /** {@code energy_saved_ci} belongs to {@code energy_saved_pct}. */
    private static void addInterval(
            String column, String cell, Map<String, String> row, Map<String, Interval> into) {
        if (column.endsWith(INTERVAL)) {
            String owner = column.substring(0, column.length() - INTERVAL.length());
            String name = row.containsKey(owner) ? owner : owner + "_pct";
            interval(cell).ifPresent(known -> into.put(name, known));
        }
    }

    static Optional<Interval> interval(String cell) {
        String[] ends = cell.split("\\.\\.", 2);
        return ends.length < 2
                ? Optional.empty()
                : Optional.of(
                        new Interval(Double.parseDouble(ends[0]), Double.parseDouble(ends[1])));
    }
}
