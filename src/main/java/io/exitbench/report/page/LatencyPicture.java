package io.exitbench.report.page;

import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Half, 95 % and 99 % of a time by run: a bar from the median to the slowest in a hundred. */
record LatencyPicture(String title, String prefix) {
    private static final int WIDTH = 860;
    private static final int ROW = 22;
    private static final double LEFT = 370;
    private static final double THICK = 8;

    /** Longer names do not fit beside the picture; the table has them whole. */
    private static final int NAME = 54;

    /**
     * @param data whose numbers name the rows
     * @param costs {@code costs.csv}
     * @return the picture, empty if no run has such times
     */
    String html(PageData data, Table costs) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (RunRow run : data.runs()) {
            costs.records().stream()
                    .filter(row -> run.id().equals(row.get("run_id")))
                    .filter(row -> !row.getOrDefault(prefix + "_p99", "").isEmpty())
                    .forEach(rows::add);
        }
        if (rows.isEmpty()) {
            return "";
        }
        double bottom = ROW * rows.size() + 10.0;
        Scale x =
                Scale.over(
                        Stream.concat(Stream.of(0.0), rows.stream().map(r -> at(r, "_p99")))
                                .toList(),
                        LEFT,
                        WIDTH - 20.0);
        Svg svg = new Svg(WIDTH, (int) bottom + 46, title);
        for (double tick : x.ticks()) {
            svg.line("grid", x.at(tick), 4, x.at(tick), bottom)
                    .text("tick m", x.at(tick), bottom + 16, x.text(tick));
        }
        svg.text("name m", (x.from() + x.to()) / 2, bottom + 36, title);
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), ROW * i + 18.0, x, data);
        }
        return "<figure>" + svg.html() + "</figure>";
    }

    private void row(Svg svg, Map<String, String> row, double y, Scale x, PageData data) {
        double median = at(row, "_p50");
        double slow = at(row, "_p95");
        double slowest = at(row, "_p99");
        String text =
                String.format(
                        "median %s ms, 95 %% within %s ms, 99 %% within %s ms",
                        Figures.of(median, 2), Figures.of(slow, 2), Figures.of(slowest, 2));
        int number = data.run(row.get("run_id")).map(RunRow::number).orElse(0);
        svg.text("label e whole", LEFT - 8, y, shortened(number + " " + row.get("run")))
                .text("label e short", LEFT - 8, y, "run " + number)
                .line("thin", x.at(slow), y - 4, x.at(slowest), y - 4)
                .rectangle("span", x.at(median), y - THICK, x.at(slow) - x.at(median), THICK, text)
                .rectangle("median", x.at(median) - 1.5, y - THICK - 2, 3, THICK + 4, text);
    }

    private static String shortened(String name) {
        return name.length() <= NAME ? name : name.substring(0, NAME - 1) + "\u2026";
    }

    private double at(Map<String, String> row, String percentile) {
        return Double.parseDouble(row.get(prefix + percentile));
    }
}
