package io.exitbench.report.page;

import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is left of a saving when completions are made several at a time. */
final class BatchesSection implements PageSection {
    /** More names do not fit beside a picture; the table has all. */
    private static final int LINES = 12;

    private static final String JOULES = "energy_j_per_token";
    private static final double MILLI = 1e3;

    private static final Map<String, String> COLUMNS = columns();

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("latency_ms_per_token", "ms between tokens");
        columns.put("tokens_per_second", "tokens/s");
        columns.put("energy_saved_pct", "energy saved, %");
        columns.put("time_saved_pct", "time saved, %");
        columns.put("layer_passes", "layer passes/token");
        columns.put("layer_rows", "layer rows/token");
        return columns;
    }

    @Override
    public String id() {
        return "batches";
    }

    @Override
    public String title() {
        return "Batches";
    }

    @Override
    public String body(PageData data) {
        List<Integer> batches = data.finished().plan().batches().stream().sorted().toList();
        if (batches.size() < 2) {
            return "";
        }
        List<RunRow> runs = data.runs().stream().filter(run -> !run.run().base()).toList();
        Map<String, List<RunRow>> lines = lines(runs, batches.get(0));
        String saved = data.energyIsMeasured() ? "energy_saved_pct" : "time_saved_pct";
        return "<p>Savings are against full depth with as many completions at a time. Tokens leave"
                + " a batch one by one, but a layer is read as long as one of them needs it: where"
                + " reading weights is what costs, a row that leaves alone saves little.</p>"
                + CurvePicture.titled(
                        "What is left of the saving",
                        new BatchPicture(saved, COLUMNS.get(saved)).html(lines, batches))
                + CurvePicture.titled(
                        "Tokens in a second",
                        new BatchPicture("tokens_per_second", COLUMNS.get("tokens_per_second"))
                                .html(lines, batches))
                + (data.energyIsMeasured()
                        ? CurvePicture.titled(
                                "Energy of a token",
                                new BatchPicture(JOULES, "J/token").html(lines, batches))
                        : "")
                + PlainTable.html(table(runs).withoutEmptyColumns());
    }

    /** Full depth, and the strategies that save most rows at the smallest batch. */
    private static Map<String, List<RunRow>> lines(List<RunRow> runs, int smallest) {
        Map<String, List<RunRow>> all =
                runs.stream()
                        .collect(
                                Collectors.groupingBy(
                                        BatchesSection::line,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        Map<String, List<RunRow>> shown = new LinkedHashMap<>();
        runs.stream()
                .filter(run -> run.run().identity().batch() == smallest)
                .sorted(
                        Comparator.comparing((RunRow run) -> !run.run().fullDepth())
                                .thenComparing(run -> -run.value("layers_saved_pct").orElse(0)))
                .map(BatchesSection::line)
                .distinct()
                .limit(LINES)
                .forEach(line -> shown.put(line, all.get(line)));
        return shown;
    }

    private static String line(RunRow run) {
        return run.run().identity().label() + " [" + run.run().identity().kvPolicy() + "]";
    }

    private static Table table(List<RunRow> runs) {
        List<String> header = new ArrayList<>(List.of("run", "batch", "mJ/token"));
        header.addAll(COLUMNS.values());
        List<List<String>> rows = new ArrayList<>();
        for (RunRow run : runs) {
            List<String> row = new ArrayList<>();
            row.add(line(run));
            row.add(Integer.toString(run.run().identity().batch()));
            row.add(
                    run.value(JOULES).isPresent()
                            ? Double.toString(run.value(JOULES).getAsDouble() * MILLI)
                            : "");
            COLUMNS.keySet().forEach(column -> row.add(run.text(column)));
            rows.add(row);
        }
        return new Table(header, rows);
    }
}
