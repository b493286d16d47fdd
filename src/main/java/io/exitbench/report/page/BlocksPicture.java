package io.exitbench.report.page;

import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every window in the order of measurement, by how far its time is off its run's mean. */
final class BlocksPicture {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 240;
    private static final double RADIUS = 3;
    private static final double PERCENT = 100;

    private BlocksPicture() {}

    private record Window(String run, int block, int position, double seconds, String flags) {}

    /**
     * @param blocks {@code blocks.csv}
     * @return the picture, empty if there are fewer than two blocks
     */
    static String html(Table blocks) {
        Map<String, List<Window>> runs = new LinkedHashMap<>();
        int last = 0;
        int positions = 0;
        for (Map<String, String> row : blocks.records()) {
            Window window =
                    new Window(
                            row.get("run"),
                            Integer.parseInt(row.get("block")),
                            Integer.parseInt(row.get("position")),
                            Double.parseDouble(row.get("seconds_per_pass")),
                            row.getOrDefault("flags", ""));
            runs.computeIfAbsent(row.get("run_id"), id -> new ArrayList<>()).add(window);
            last = Math.max(last, window.block());
            positions = Math.max(positions, window.position());
        }
        return last < 2 ? "" : picture(runs, last, positions);
    }

    private static String picture(Map<String, List<Window>> runs, int blocks, int positions) {
        List<Double> offs = new ArrayList<>(List.of(0.0));
        runs.values().forEach(windows -> windows.forEach(window -> offs.add(off(window, windows))));
        Scale y = Scale.over(offs, HEIGHT - 46.0, 10);
        double width = (WIDTH - 80.0) / blocks;
        Svg svg = new Svg(WIDTH, HEIGHT, "time of each window against its run's mean");
        for (double tick : y.ticks()) {
            svg.line(tick == 0 ? "axis" : "grid", 62, y.at(tick), WIDTH - 18.0, y.at(tick))
                    .text("tick e", 56, y.at(tick) + 4, y.text(tick));
        }
        for (int block = 1; block <= blocks; block++) {
            double left = 62 + (block - 1) * width;
            svg.line("grid", left, 10, left, HEIGHT - 46.0)
                    .text("tick m", left + width / 2, HEIGHT - 30.0, "block " + block);
        }
        svg.text("name m", WIDTH / 2.0, HEIGHT - 8.0, "windows in the order of measurement")
                .upwards("name m", 14, HEIGHT / 2.0 - 20, "% off the mean");
        for (List<Window> windows : runs.values()) {
            for (Window window : windows) {
                double x =
                        62
                                + (window.block() - 1) * width
                                + width * (window.position() - 0.5) / positions;
                dot(svg, window, x, y.at(off(window, windows)), off(window, windows));
            }
        }
        return "<figure>" + svg.html() + "</figure>";
    }

    private static void dot(Svg svg, Window window, double x, double y, double off) {
        String text =
                window.run()
                        + ", block "
                        + window.block()
                        + ": "
                        + Figures.of(off, 1)
                        + " %"
                        + (window.flags().isEmpty() ? "" : ", flagged: " + window.flags());
        svg.rectangle(
                window.flags().isEmpty() ? "dot" : "dot flagged",
                x - RADIUS,
                y - RADIUS,
                2 * RADIUS,
                2 * RADIUS,
                text);
    }

    private static double off(Window window, List<Window> windows) {
        double mean = windows.stream().mapToDouble(Window::seconds).average().orElseThrow();
        return PERCENT * (window.seconds() / mean - 1);
    }
}
