package io.exitbench.report.page;

import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A line of a picture.
 *
 * @param name of what it shows
 * @param points from left to right
 */
record Curve(String name, List<Point> points) {
    /** Steps averaged into one point at most; single ones are too noisy to tell lines apart. */
    private static final int POINTS = 120;

    /** Where the line is at one place. */
    record Point(double x, double y) {}

    /** Copies the list. */
    Curve {
        points = List.copyOf(points);
    }

    /**
     * A column over another; rows where it is empty are left out.
     *
     * @param name of the line
     * @param table to draw
     * @param x column from left to right
     * @param y column from bottom to top
     */
    static Curve of(String name, Table table, String x, String y) {
        List<Map<String, String>> rows = table.records();
        int width = Math.max(1, (int) Math.ceil((double) rows.size() / POINTS));
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += width) {
            List<Map<String, String>> part =
                    rows.subList(from, Math.min(rows.size(), from + width)).stream()
                            .filter(row -> !row.getOrDefault(y, "").isEmpty())
                            .toList();
            OptionalDouble left = mean(part, x);
            if (left.isPresent()) {
                points.add(new Point(left.getAsDouble(), mean(part, y).orElseThrow()));
            }
        }
        return new Curve(name, points);
    }

    private static OptionalDouble mean(List<Map<String, String>> rows, String column) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row.get(column))).average();
    }
}
