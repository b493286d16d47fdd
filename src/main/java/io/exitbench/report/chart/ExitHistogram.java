package io.exitbench.report.chart;

import java.util.Locale;
import java.util.SortedMap;

/** How many tokens left at each layer, as a picture of its own. */
public final class ExitHistogram {
    private static final int BAR = 56;
    private static final int HEIGHT = 200;
    private static final int FOOT = 40;
    private static final double PERCENT = 100;

    private ExitHistogram() {}

    /**
     * Draws a bar for each layer.
     *
     * @param tokens by the layer that they left at
     * @return the picture as SVG
     */
    public static String svg(SortedMap<Integer, Long> tokens) {
        long all = tokens.values().stream().mapToLong(Long::longValue).sum();
        long most = tokens.values().stream().mapToLong(Long::longValue).max().orElse(1);
        int width = Math.max(4, tokens.size()) * BAR + 20;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
        svg.append(
                String.format(
                        Locale.ROOT,
                        "viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\">"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>"
                                + "<g font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\""
                                + " text-anchor=\"middle\">",
                        width,
                        HEIGHT + FOOT));
        int left = 10;
        for (var entry : tokens.entrySet()) {
            double height = (HEIGHT - 20.0) * entry.getValue() / most;
            svg.append(bar(left, height, entry.getKey(), PERCENT * entry.getValue() / all));
            left += BAR;
        }
        svg.append(text(width / 2.0, HEIGHT + FOOT - 6.0, "exit layer: share of tokens"));
        return svg.append("</g></svg>").toString();
    }

    private static String bar(int left, double height, int layer, double share) {
        return String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"#0072b2\"/>",
                        left + 4,
                        HEIGHT - height,
                        BAR - 8,
                        height)
                + text(left + BAR / 2.0, HEIGHT - height - 4, Math.round(share) + " %")
                + text(left + BAR / 2.0, HEIGHT + 15.0, Integer.toString(layer));
    }

    private static String text(double x, double y, String text) {
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x, y, text);
    }
}
