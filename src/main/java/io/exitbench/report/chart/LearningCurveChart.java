package io.exitbench.report.chart;

import io.exitbench.ExitBenchException;
import io.exitbench.result.table.Table;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How an agent learned: reward, mean exit layer, entropy and KL divergence over steps. */
public final class LearningCurveChart {
    private static final int WIDTH = 450;
    private static final int HEIGHT = 260;

    private LearningCurveChart() {}

    /**
     * Draws four curves over the steps.
     *
     * @param curve a row for each update
     * @return the pictures as one PNG
     */
    public static byte[] png(Table curve) {
        List<XYChart> charts =
                List.of(
                        chart(curve, "reward of a token", "reward"),
                        chart(curve, "mean exit layer", "mean_exit_layer"),
                        chart(curve, "entropy, nats", "entropy"),
                        chart(curve, "KL divergence of an update, nats", "kl"));
        BufferedImage picture =
                new BufferedImage(2 * WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        for (int i = 0; i < charts.size(); i++) {
            graphics.drawImage(
                    BitmapEncoder.getBufferedImage(charts.get(i)),
                    i % 2 * WIDTH,
                    i / 2 * HEIGHT,
                    null);
        }
        graphics.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new ExitBenchException("A picture could not be drawn; free some memory.", e);
        }
    }

    private static XYChart chart(Table curve, String title, String column) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle("steps")
                        .build();
        chart.getStyler().setLegendVisible(false).setChartBackgroundColor(Color.WHITE);
        List<Double> steps = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Map<String, String> point : curve.records()) {
            String value = point.getOrDefault(column, "");
            if (!value.isEmpty()) {
                steps.add(Double.valueOf(point.getOrDefault("steps", "")));
                values.add(Double.valueOf(value));
            }
        }
        if (!steps.isEmpty()) {
            chart.addSeries(title, steps, values).setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }
}
