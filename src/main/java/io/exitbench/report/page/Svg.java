package io.exitbench.report.page;

import io.exitbench.report.Html;
import java.util.Locale;

/** A picture under construction; colours come from the page's classes, so that themes apply. */
final class Svg {
    /** Of less its text needs no other size on a narrow screen. */
    private static final int SMALL = 600;

    private final StringBuilder svg = new StringBuilder();

    /**
     * @param width in its own pixels; it shrinks with the page
     * @param height likewise
     * @param description for those who do not see it
     */
    Svg(int width, int height, String description) {
        svg.append(width < SMALL ? "<svg class=\"small\" viewBox=\"0 0 " : "<svg viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" role=\"group\" aria-label=\"")
                .append(Html.escape(description))
                .append("\">");
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return path(style, "M" + at(x1) + " " + at(y1) + "L" + at(x2) + " " + at(y2));
    }

    Svg path(String style, String data) {
        svg.append("<path class=\"").append(style).append("\" d=\"").append(data).append("\"/>");
        return this;
    }

    Svg rectangle(String style, double x, double y, double width, double height, String title) {
        svg.append("<rect class=\"").append(style).append("\" x=\"").append(at(x));
        svg.append("\" y=\"").append(at(y)).append("\" width=\"").append(at(width));
        svg.append("\" height=\"").append(at(height)).append("\">");
        return title(title).raw("</rect>");
    }

    /** What a browser shows when the pointer rests on the shape that is open. */
    Svg title(String text) {
        svg.append("<title>").append(Html.escape(text)).append("</title>");
        return this;
    }

    /**
     * @param style {@code s}, {@code m} or {@code e} in it says which end stands at x
     */
    Svg text(String style, double x, double y, String text) {
        svg.append("<text class=\"").append(style).append("\" x=\"").append(at(x));
        svg.append("\" y=\"").append(at(y)).append("\">").append(Html.escape(text));
        svg.append("</text>");
        return this;
    }

    /** Written from bottom to top. */
    Svg upwards(String style, double x, double y, String text) {
        svg.append("<text class=\"").append(style).append("\" transform=\"translate(");
        svg.append(at(x)).append(' ').append(at(y)).append(")rotate(-90)\">");
        svg.append(Html.escape(text)).append("</text>");
        return this;
    }

    /** Markup that is known to be whole. */
    Svg raw(String markup) {
        svg.append(markup);
        return this;
    }

    String html() {
        return svg + "</svg>";
    }

    static String at(double pixel) {
        String text = String.format(Locale.ROOT, "%.1f", pixel);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
