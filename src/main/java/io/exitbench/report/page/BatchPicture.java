package io.exitbench.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A column of the results over the batch size, a line for each strategy under a K/V policy. Batch
 * sizes stand at equal distances.
 *
 * @param column of {@code results.csv}
 * @param title of the vertical axis
 */
record BatchPicture(String column, String title) {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 280;
    private static final int COLOURS = 8;
    private static final double LEFT = 62;
    private static final double RIGHT = 560;
    private static final double LINE = 13;

    /**
     * @param lines runs by the name of their line
     * @param batches in ascending order
     * @return the picture, empty if no run has the column at two batch sizes
     */
    String html(Map<String, List<RunRow>> lines, List<Integer> batches) {
        Map<String, Map<Integer, Double>> known = new TreeMap<>();
        List<Double> values = new ArrayList<>(List.of(0.0));
        lines.forEach(
                (name, runs) -> {
                    Map<Integer, Double> points = points(runs);
                    if (points.size() > 1) {
                        known.put(name, points);
                        values.addAll(points.values());
                    }
                });
        if (known.isEmpty()) {
            return "";
        }
        Scale y = Scale.over(values, HEIGHT - 46.0, 12);
        Svg svg = new Svg(WIDTH, HEIGHT, title + " over the batch size");
        for (double tick : y.ticks()) {
            svg.line(tick == 0 ? "axis" : "grid", LEFT, y.at(tick), RIGHT, y.at(tick))
                    .text("tick e", LEFT - 6, y.at(tick) + 4, y.text(tick));
        }
        for (int batch : batches) {
            double x = x(batch, batches);
            svg.line("grid", x, y.from(), x, y.to())
                    .text("tick m", x, y.from() + 16, Integer.toString(batch));
        }
        svg.text("name m", (LEFT + RIGHT) / 2, y.from() + 36, "completions at a time")
                .upwards("name m", 14, (y.from() + y.to()) / 2, title);
        double free = 0;
        // A line has the same colour in every picture.
        List<String> names = List.copyOf(lines.keySet());
        for (Map.Entry<String, Map<Integer, Double>> line : byLastValue(known)) {
            String style = "c" + names.indexOf(line.getKey()) % COLOURS;
            line(svg, line.getKey(), line.getValue(), batches, y, style);
            double at = Math.max(free, y.at(last(line)) + 4);
            svg.text("label " + style, RIGHT + 8, at, line.getKey());
            free = at + LINE;
        }
        return "<figure>" + svg.html() + "</figure>";
    }

    private Map<Integer, Double> points(List<RunRow> runs) {
        Map<Integer, Double> points = new TreeMap<>();
        for (RunRow run : runs) {
            OptionalDouble value = run.value(column);
            if (value.isPresent()) {
                points.putIfAbsent(run.run().identity().batch(), value.getAsDouble());
            }
        }
        return points;
    }

    /** The highest at the right first, so that names stand in the order of their lines. */
    private static List<Map.Entry<String, Map<Integer, Double>>> byLastValue(
            Map<String, Map<Integer, Double>> lines) {
        return lines.entrySet().stream()
                .sorted((a, b) -> Double.compare(last(b), last(a)))
                .toList();
    }

    private static double last(Map.Entry<String, Map<Integer, Double>> line) {
        return ((TreeMap<Integer, Double>) line.getValue()).lastEntry().getValue();
    }

    private static double x(int batch, List<Integer> batches) {
        return LEFT + 20 + (RIGHT - LEFT - 40) * batches.indexOf(batch) / (batches.size() - 1);
    }

    private static void line(
            Svg svg,
            String name,
            Map<Integer, Double> points,
            List<Integer> batches,
            Scale y,
            String style) {
        StringBuilder path = new StringBuilder();
        points.forEach(
                (batch, value) ->
                        path.append(path.length() == 0 ? 'M' : 'L')
                                .append(Svg.at(x(batch, batches)))
                                .append(' ')
                                .append(Svg.at(y.at(value))));
        svg.raw("<g>").title(name).path("curve " + style, path.toString()).raw("</g>");
    }
}
