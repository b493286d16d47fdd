package io.exitbench.result.table;

import io.exitbench.ExitBenchException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Agreement with the full model against exit depth, a line for each strategy. */
public final class QualityChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    private QualityChart() {}

    /**
     * Draws the runs of one K/V policy.
     *
     * @param title over the picture
     * @param runs with one policy
     * @return the picture as PNG
     */
    public static byte[] png(String title, List<RunResult> runs) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle("exit depth: mean layer that a token left at")
                        .yAxisTitle("agreement with the full model, %")
                        .build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendFont(TEXT);
        chart.getStyler().setAxisTitleFont(TEXT).setAxisTickLabelsFont(TEXT).setMarkerSize(9);
        chart.getStyler().setYAxisMax(100.0).setXAxisMin(0.0);
        Map<String, List<RunResult>> families = new LinkedHashMap<>();
        for (RunResult run : runs) {
            if (run.meanLayers().isEmpty()) {
                continue;
            }
            families.computeIfAbsent(run.identity().strategy(), name -> new ArrayList<>()).add(run);
        }
        families.forEach((name, members) -> addSeries(chart, name, members));
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
            return out.toByteArray();
        } catch (IOException e) {
            throw new ExitBenchException("A picture could not be drawn; free some memory.", e);
        }
    }

    private static void addSeries(XYChart chart, String name, List<RunResult> members) {
        List<RunResult> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparingDouble(QualityChart::layers));
        XYSeries series =
                chart.addSeries(
                        name,
                        sorted.stream().mapToDouble(QualityChart::layers).toArray(),
                        sorted.stream()
                                .mapToDouble(r -> r.score("agreement").orElse(Double.NaN))
                                .toArray());
        series.setLineStyle(new BasicStroke(2f));
    }

    private static double layers(RunResult run) {
        return run.meanLayers().orElseThrow();
    }
}
