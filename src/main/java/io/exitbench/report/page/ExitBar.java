package io.exitbench.report.page;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many tokens left at which layer, as one bar that is shaded like the tokens are. */
final class ExitBar {
    private static final double PERCENT = 100;

    private final SortedMap<Integer, Integer> counts = new TreeMap<>();
    private long layers;
    private int tokens;

    void add(int layer) {
        counts.merge(layer, 1, Integer::sum);
        layers += layer;
        tokens++;
    }

    int tokens() {
        return tokens;
    }

    /** Layer that tokens left at, on average; 0 of no tokens. */
    double mean() {
        return tokens == 0 ? 0 : (double) layers / tokens;
    }

    /**
     * @param room percent of the bar that a part must take to have its number in it
     * @return the bar, empty of no tokens
     */
    String html(double room) {
        if (tokens == 0) {
            return "";
        }
        StringBuilder html = new StringBuilder("<div class=\"bar\">");
        for (Map.Entry<Integer, Integer> part : counts.entrySet()) {
            double share = PERCENT * part.getValue() / tokens;
            html.append("<i class=\"").append(Shades.style(part.getKey()));
            html.append("\" style=\"width:").append(String.format(Locale.ROOT, "%.2f", share));
            html.append("%\" title=\"layer ").append(part.getKey()).append(": ");
            html.append(Figures.of(share, 1)).append(" % of tokens\">");
            html.append(share < room ? "" : part.getKey()).append("</i>");
        }
        return html.append("</div>").toString();
    }
}
