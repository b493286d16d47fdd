package io.exitbench.report;

import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.Score;
import io.exitbench.result.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Scores as HTML, never without their signatures. */
final class ScoreTables {
    private static final String UNKNOWN = "";

    private ScoreTables() {}

    /** A row for each run, then how each column was computed; nothing where there is no score. */
    static String ofSuite(List<RunScores> runs) {
        if (runs.isEmpty()) {
            return "";
        }
        Map<String, String> signatures = new LinkedHashMap<>();
        runs.forEach(run -> run.scores().forEach(s -> signatures.put(s.metric(), s.signature())));
        List<String> header = new ArrayList<>(List.of("run"));
        header.addAll(signatures.keySet());
        List<List<String>> rows = new ArrayList<>();
        for (RunScores run : runs) {
            List<String> row = new ArrayList<>(List.of(run.label()));
            signatures
                    .keySet()
                    .forEach(
                            metric ->
                                    row.add(
                                            run.score(metric)
                                                    .map(ScoreTables::value)
                                                    .orElse(UNKNOWN)));
            rows.add(row);
        }
        List<List<String>> explained =
                signatures.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList();
        return "<h4>All scores</h4>"
                + HtmlTable.scrolling(HtmlTable.cells(header, rows))
                + "<h4>Signatures</h4>"
                + HtmlTable.scrolling(HtmlTable.cells(List.of("metric", "signature"), explained));
    }

    /** A row for each score, with its interval and signature. */
    static String ofRun(List<Score> scores) {
        if (scores.isEmpty()) {
            return "";
        }
        List<List<String>> rows =
                scores.stream()
                        .map(
                                s ->
                                        List.of(
                                                s.metric(),
                                                value(s),
                                                s.interval().map(Interval::text).orElse(UNKNOWN),
                                                s.signature()))
                        .toList();
        return "<h4>Scores</h4>"
                + HtmlTable.scrolling(
                        HtmlTable.cells(
                                List.of("metric", "score", "95 % interval", "signature"), rows));
    }

    private static String value(Score score) {
        return String.format(Locale.ROOT, "%.2f", score.value());
    }
}
