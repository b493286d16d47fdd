package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.CurvePoint;
import io.exitbench.agent.ppo.LearningCurve;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How an agent learned: reward, mean exit layer, entropy and KL divergence over steps. */
final class LearningCurveChart {
    private static final int WIDTH = 450;
    private static final int HEIGHT = 260;

    private LearningCurveChart() {}

    /** Draws the four curves as one PNG. */
    static byte[] png(LearningCurve curve) {
        List<XYChart> charts =
                List.of(
                        chart(curve, "reward of a token", CurvePoint::meanReturn),
                        chart(curve, "mean exit layer", CurvePoint::meanMeasure),
                        chart(curve, "entropy, nats", CurvePoint::entropy),
                        chart(curve, "KL divergence of an update, nats", CurvePoint::kl));
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

    private static XYChart chart(
            LearningCurve curve, String title, ToDoubleFunction<CurvePoint> figure) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle("steps")
                        .build();
        chart.getStyler().setLegendVisible(false).setChartBackgroundColor(Color.WHITE);
        double[] steps = curve.points().stream().mapToDouble(CurvePoint::steps).toArray();
        double[] values = curve.points().stream().mapToDouble(figure).toArray();
        chart.addSeries(title, steps, values).setMarker(SeriesMarkers.NONE);
        return chart;
    }
}
