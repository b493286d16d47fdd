package io.exitbench.report.page;

import java.util.ArrayList;
import java.util.List;

/**
 * How exit layers are shaded: the earlier, the stronger; what ran all layers is not. One hue in
 * steps of strength can be read without telling colours apart, in light and dark and in print.
 */
final class Shades {
    private static final double STRONGEST = 0.62;
    private static final double WEAKEST = 0.14;

    private final List<Integer> layers;

    /**
     * @param exits in ascending order
     * @param all layers of the full model
     */
    Shades(List<Integer> exits, int all) {
        layers = new ArrayList<>(exits);
        if (!layers.contains(all)) {
            layers.add(all);
        }
    }

    /** Ascending, the full model last. */
    List<Integer> layers() {
        return List.copyOf(layers);
    }

    /** The class of a layer. */
    static String style(int layer) {
        return "l" + layer;
    }

    String css() {
        StringBuilder css = new StringBuilder();
        int steps = layers.size() - 1;
        for (int i = 0; i < steps; i++) {
            double strength =
                    steps == 1 ? STRONGEST : STRONGEST - i * (STRONGEST - WEAKEST) / (steps - 1);
            css.append(".l").append(layers.get(i)).append("{--a:");
            css.append(String.format(java.util.Locale.ROOT, "%.2f", strength)).append("}\n");
        }
        return css.toString();
    }

    /** What each shade means. */
    String legend() {
        StringBuilder html = new StringBuilder("<p class=\"shades\">Shaded by exit layer: ");
        for (int i = 0; i < layers.size(); i++) {
            int layer = layers.get(i);
            boolean last = i == layers.size() - 1;
            html.append("<i class=\"").append(style(layer)).append("\">").append(layer);
            html.append(last ? " (all)</i> " : "</i> ");
        }
        return html.append("</p>").toString();
    }
}
