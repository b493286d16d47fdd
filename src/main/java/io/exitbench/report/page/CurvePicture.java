package io.exitbench.report.page;

import io.exitbench.report.Html;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines over a common axis, each with its name at its end.
 *
 * @param below title of the horizontal axis
 * @param beside title of the vertical axis
 * @param narrow whether two stand side by side
 */
record CurvePicture(String below, String beside, boolean narrow) {
    private static final int HEIGHT = 260;
    private static final int WIDE = 860;
    private static final int NARROW = 430;
    private static final int COLOURS = 8;
    private static final double LEFT = 68;
    private static final double NAMES = 110;
    private static final double LINE = 17;

    String html(List<Curve> curves) {
        List<Curve> drawn = curves.stream().filter(curve -> !curve.points().isEmpty()).toList();
        if (drawn.isEmpty()) {
            return "";
        }
        int width = narrow ? NARROW : WIDE;
        double right = width - (drawn.size() > 1 ? NAMES : 16);
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        drawn.forEach(
                curve ->
                        curve.points()
                                .forEach(
                                        point -> {
                                            xs.add(point.x());
                                            ys.add(point.y());
                                        }));
        Frame frame = new Frame(Scale.over(xs, LEFT, right), Scale.over(ys, HEIGHT - 46.0, 12));
        Svg svg = new Svg(width, HEIGHT, beside + " over " + below);
        frame.draw(svg, below, beside);
        for (int i = 0; i < drawn.size(); i++) {
            line(svg, drawn.get(i), "c" + i % COLOURS, frame);
        }
        if (drawn.size() > 1) {
            names(svg, drawn, frame, right + 6);
        }
        return "<figure>" + svg.html() + "</figure>";
    }

    private static void line(Svg svg, Curve curve, String style, Frame frame) {
        StringBuilder path = new StringBuilder();
        for (Curve.Point point : curve.points()) {
            path.append(path.length() == 0 ? 'M' : 'L');
            path.append(Svg.at(frame.x().at(point.x()))).append(' ');
            path.append(Svg.at(frame.y().at(point.y())));
        }
        svg.raw("<g>").title(curve.name()).path("curve " + style, path.toString()).raw("</g>");
    }

    /** Beside the ends of the lines, moved apart where these are close. */
    private static void names(Svg svg, List<Curve> curves, Frame frame, double left) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(end(curves.get(b)), end(curves.get(a))));
        double free = 0;
        for (int i : order) {
            double y = Math.max(free, frame.y().at(end(curves.get(i))) + 4);
            svg.text("label c" + i % COLOURS, left, y, curves.get(i).name());
            free = y + LINE;
        }
    }

    private static double end(Curve curve) {
        return curve.points().get(curve.points().size() - 1).y();
    }

    /** A picture under a heading of its own. */
    static String titled(String title, String picture) {
        return picture.isEmpty()
                ? ""
                : "<div><h3>" + Html.escape(title) + "</h3>" + picture + "</div>";
    }
}
