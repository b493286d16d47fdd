package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.finetune.LossCurve;
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
final class LossChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    /** Steps averaged into one point; single steps are too noisy to tell exits apart. */
    private static final int POINTS = 120;

    private LossChart() {}

    /** Draws one line for each exit as PNG. */
    static byte[] png(LossCurve curve) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("loss of each exit")
                        .xAxisTitle("steps")
                        .yAxisTitle("nats per token")
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        for (int exit = 0; exit < curve.layers().size(); exit++) {
            List<Double> steps = new ArrayList<>();
            List<Double> means = new ArrayList<>();
            average(curve.losses(), exit, steps, means);
            if (!steps.isEmpty()) {
                chart.addSeries("layer " + curve.layers().get(exit), steps, means)
                        .setMarker(SeriesMarkers.NONE);
            }
        }
        try {
            return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new ExitBenchException("A picture could not be drawn; free some memory.", e);
        }
    }

    private static void average(
            List<double[]> losses, int exit, List<Double> steps, List<Double> means) {
        int width = Math.max(1, losses.size() / POINTS);
        for (int from = 0; from < losses.size(); from += width) {
            List<double[]> part = losses.subList(from, Math.min(losses.size(), from + width));
            OptionalDouble mean =
                    part.stream()
                            .mapToDouble(row -> row[exit])
                            .filter(loss -> !Double.isNaN(loss))
                            .average();
            if (mean.isPresent()) {
                steps.add(from + part.size() / 2.0);
                means.add(mean.getAsDouble());
            }
        }
    }
}
