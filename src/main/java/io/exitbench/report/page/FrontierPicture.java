package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.ParetoFrontier;
import io.exitbench.result.statistics.TradeOff;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Quality against cost: a mark for each run, a line for each family, and the Pareto front. */
final class FrontierPicture {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 500;
    private static final double LEFT = 70;
    private static final double RIGHT = WIDTH - 24;
    private static final double TOP = 14;
    private static final double BOTTOM = HEIGHT - 48;
    private static final double FULL = 100;

    /** Whiskers get at most this share of the room that marks take, on each side. */
    private static final double ROOM = 0.5;

    private static final double ARROW = 4;

    private final List<RunRow> runs;
    private final Families families;
    private final Axis.Quality quality;
    private final Axis.Cost cost;

    FrontierPicture(List<RunRow> all, Families families, Axis.Quality quality, Axis.Cost cost) {
        this.runs =
                all.stream()
                        .filter(run -> quality.of(run).isPresent() && cost.of(run).isPresent())
                        .toList();
        this.families = families;
        this.quality = quality;
        this.cost = cost;
    }

    /** Fewer than two marks are no picture. */
    boolean isEmpty() {
        return runs.size() < 2;
    }

    String html() {
        Scale x = scale(cost, LEFT, RIGHT, List.of(FULL));
        Scale y = scale(quality, BOTTOM, TOP, List.of());
        Svg svg = new Svg(WIDTH, HEIGHT, quality.title() + " against " + cost.title());
        new Frame(x, y)
                .draw(
                        svg,
                        cost.title() + ", % of full depth's: the less the better",
                        quality.title());
        svg.line("full dash", x.at(FULL), BOTTOM, x.at(FULL), TOP);
        front(svg, x, y);
        families.members().values().forEach(members -> line(svg, members, x, y));
        runs.forEach(run -> whiskers(svg, run, x, y));
        LabelPlaces labels = new LabelPlaces();
        runs.forEach(run -> labels.mark(across(run, x), up(run, y)));
        runs.forEach(run -> mark(svg, run, x, y, labels));
        return svg.html();
    }

    /** Around the marks: whiskers that are many times as long would press them into one. */
    private Scale scale(Axis axis, double from, double to, List<Double> more) {
        List<Double> marks = new ArrayList<>(more);
        List<Double> ends = new ArrayList<>();
        for (RunRow run : runs) {
            marks.add(axis.of(run).orElseThrow());
            axis.intervalOf(run)
                    .ifPresent(known -> ends.addAll(List.of(known.low(), known.high())));
        }
        double least = Collections.min(marks);
        double most = Collections.max(marks);
        double room = ROOM * (most - least);
        ends.forEach(end -> marks.add(Math.max(least - room, Math.min(most + room, end))));
        return Scale.over(marks, from, to);
    }

    /** Steps: between two runs of the front nothing is known to be reached. */
    private void front(Svg svg, Scale x, Scale y) {
        ParetoFrontier frontier = FrontierOrder.frontier(runs, quality, cost);
        StringBuilder steps = new StringBuilder();
        for (TradeOff point : frontier.points()) {
            if (steps.length() == 0) {
                steps.append('M').append(Svg.at(x.at(point.cost()))).append(' ');
                steps.append(Svg.at(BOTTOM));
            } else {
                steps.append('H').append(Svg.at(x.at(point.cost())));
            }
            steps.append('V').append(Svg.at(y.at(point.quality())));
        }
        if (steps.length() > 0) {
            svg.path("front", steps.append('H').append(Svg.at(RIGHT)).toString());
        }
    }

    private void line(Svg svg, List<RunRow> members, Scale x, Scale y) {
        List<RunRow> known =
                members.stream()
                        .filter(runs::contains)
                        .sorted(
                                (a, b) ->
                                        Double.compare(
                                                cost.of(a).getAsDouble(), cost.of(b).getAsDouble()))
                        .toList();
        if (known.size() > 1) {
            StringBuilder path = new StringBuilder();
            for (RunRow run : known) {
                path.append(path.length() == 0 ? 'M' : 'L').append(place(run, x, y));
            }
            svg.path("family " + families.style(known.get(0)), path.toString());
        }
    }

    private String place(RunRow run, Scale x, Scale y) {
        return Svg.at(across(run, x)) + " " + Svg.at(up(run, y));
    }

    private double across(RunRow run, Scale x) {
        return x.at(cost.of(run).getAsDouble());
    }

    private double up(RunRow run, Scale y) {
        return y.at(quality.of(run).getAsDouble());
    }

    private void whiskers(Svg svg, RunRow run, Scale x, Scale y) {
        double left = across(run, x);
        double top = up(run, y);
        StringBuilder path = new StringBuilder();
        quality.intervalOf(run).ifPresent(ends -> vertical(path, left, ends, y));
        cost.intervalOf(run).ifPresent(ends -> horizontal(path, top, ends, x));
        if (path.length() > 0) {
            svg.raw("<g data-r=\"" + run.number() + "\">")
                    .path("whisker " + families.style(run), path.toString())
                    .raw("</g>");
        }
    }

    private static void vertical(StringBuilder path, double left, Interval ends, Scale y) {
        double low = y.at(y.nearest(ends.low()));
        double high = y.at(y.nearest(ends.high()));
        path.append('M').append(Svg.at(left)).append(' ').append(Svg.at(low));
        path.append('V').append(Svg.at(high));
        if (y.nearest(ends.low()) > ends.low()) {
            arrow(path, left - ARROW, low - ARROW, left, low, left + ARROW, low - ARROW);
        }
        if (y.nearest(ends.high()) < ends.high()) {
            arrow(path, left - ARROW, high + ARROW, left, high, left + ARROW, high + ARROW);
        }
    }

    private static void horizontal(StringBuilder path, double top, Interval ends, Scale x) {
        double low = x.at(x.nearest(ends.low()));
        double high = x.at(x.nearest(ends.high()));
        path.append('M').append(Svg.at(low)).append(' ').append(Svg.at(top));
        path.append('H').append(Svg.at(high));
        if (x.nearest(ends.low()) > ends.low()) {
            arrow(path, low + ARROW, top - ARROW, low, top, low + ARROW, top + ARROW);
        }
        if (x.nearest(ends.high()) < ends.high()) {
            arrow(path, high - ARROW, top - ARROW, high, top, high - ARROW, top + ARROW);
        }
    }

    /** Over three points; the interval goes on beyond the middle one. */
    private static void arrow(StringBuilder path, double... points) {
        for (int i = 0; i < points.length; i += 2) {
            path.append(i == 0 ? 'M' : 'L').append(Svg.at(points[i])).append(' ');
            path.append(Svg.at(points[i + 1]));
        }
    }

    /** A link, so that it is reached by keyboard and leads to the run's row without script. */
    private void mark(Svg svg, RunRow run, Scale x, Scale y, LabelPlaces labels) {
        String text = title(run);
        String number = Integer.toString(run.number());
        LabelPlaces.Place label = labels.of(number, across(run, x), up(run, y));
        svg.raw("<a href=\"#r" + run.number() + "\" data-r=\"" + run.number() + "\" aria-label=\"")
                .raw(Html.escape(text) + "\">")
                .title(text)
                .raw("<g transform=\"translate(" + place(run, x, y).replace(' ', ',') + ")\">")
                .path("point " + families.style(run), families.shape(run))
                .text("number" + label.anchor(), label.right(), label.down(), number)
                .raw("</g></a>");
    }

    private String title(RunRow run) {
        return run.number()
                + " "
                + run.label()
                + ": "
                + quality.title()
                + " "
                + Figures.both(quality.of(run), quality.intervalOf(run), 1)
                + "; "
                + cost.title()
                + " "
                + Figures.both(cost.of(run), cost.intervalOf(run), 1)
                + " % of full depth's";
    }
}
