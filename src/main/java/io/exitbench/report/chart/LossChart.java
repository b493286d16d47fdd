package io.exitbench.report.chart;

import io.exitbench.ExitBenchException;
import io.exitbench.result.table.Table;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss of each exit over the steps of a fine-tuning. */
public final class LossChart {
    private static final String PREFIX = "layer_";
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    /** Steps averaged into one point; single steps are too noisy to tell exits apart. */
    private static final int POINTS = 120;

    private LossChart() {}

    /**
     * Draws one line for each exit.
     *
     * @param losses a row for each step, a column {@code layer_<n>} for each exit; empty where an
     *     exit was not drawn
     * @return the picture as PNG
     */
    public static byte[] png(Table losses) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("loss of each exit")
                        .xAxisTitle("steps")
                        .yAxisTitle("nats per token")
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        for (int column = 0; column < losses.header().size(); column++) {
            String name = losses.header().get(column);
            if (name.startsWith(PREFIX)) {
                addExit(chart, name.substring(PREFIX.length()), losses.rows(), column);
            }
        }
        try {
            return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new ExitBenchException("A picture could not be drawn; free some memory.", e);
        }
    }

    private static void addExit(XYChart chart, String layer, List<List<String>> rows, int column) {
        List<Double> steps = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        int width = Math.max(1, rows.size() / POINTS);
        for (int from = 0; from < rows.size(); from += width) {
            List<List<String>> part = rows.subList(from, Math.min(rows.size(), from + width));
            OptionalDouble mean =
                    part.stream()
                            .map(row -> row.get(column))
                            .filter(cell -> !cell.isEmpty())
                            .mapToDouble(Double::parseDouble)
                            .average();
            if (mean.isPresent()) {
                steps.add(from + part.size() / 2.0);
                means.add(mean.getAsDouble());
            }
        }
        if (!steps.isEmpty()) {
            chart.addSeries("layer " + layer, steps, means).setMarker(SeriesMarkers.NONE);
        }
    }
}
