package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All scores, never without their signatures. */
public final class ScoresSection implements Section {
    private static final String FILE = "scores.csv";
    private static final String METRIC = "metric";
    private static final String SCORE = "score";
    private static final String SIGNATURE = "signature";

    /** A row for each run, then how each column was computed; nothing where there is no score. */
    @Override
    public String html(FinishedRun run) {
        Map<String, String> signatures = new LinkedHashMap<>();
        Map<String, Map<String, String>> scores = new LinkedHashMap<>();
        for (Map<String, String> row : run.table(FILE).records()) {
            signatures.put(row.get(METRIC), row.get(SIGNATURE));
            scores.computeIfAbsent(row.get("run"), name -> new LinkedHashMap<>())
                    .put(row.get(METRIC), rounded(row.get(SCORE)));
        }
        if (scores.isEmpty()) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of("run"));
        header.addAll(signatures.keySet());
        List<List<String>> rows = new ArrayList<>();
        scores.forEach(
                (name, known) -> {
                    List<String> row = new ArrayList<>(List.of(name));
                    signatures.keySet().forEach(m -> row.add(known.getOrDefault(m, "")));
                    rows.add(row);
                });
        List<List<String>> explained =
                signatures.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList();
        return Html.heading("All scores")
                + ProtocolLine.html(run)
                + Html.table(new Table(header, rows))
                + Html.heading("Signatures")
                + Html.table(new Table(List.of(METRIC, SIGNATURE), explained));
    }

    /**
     * @param run a suite run
     * @param runId of one of its runs
     * @return a row for each of its scores, with interval and signature; empty if it has none
     */
    public static String ofRun(FinishedRun run, String runId) {
        List<List<String>> rows =
                run.table(FILE).records().stream()
                        .filter(row -> row.get("run_id").equals(runId))
                        .map(
                                row ->
                                        List.of(
                                                row.get(METRIC),
                                                rounded(row.get(SCORE)),
                                                row.get("ci"),
                                                row.get(SIGNATURE)))
                        .toList();
        return rows.isEmpty()
                ? ""
                : Html.heading("Scores")
                        + Html.table(
                                new Table(
                                        List.of(METRIC, SCORE, "95 % interval", SIGNATURE), rows));
    }

    private static String rounded(String score) {
        return String.format(Locale.ROOT, "%.2f", Double.parseDouble(score));
    }
}
