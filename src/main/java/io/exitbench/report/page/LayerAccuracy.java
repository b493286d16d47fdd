package io.exitbench.report.page;

import io.exitbench.result.record.PromptRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How often each exit layer predicts what full depth writes, before and after tuning. */
final class LayerAccuracy {
    private static final double PERCENT = 100;

    private final PageData data;

    LayerAccuracy(PageData data) {
        this.data = data;
    }

    /**
     * A completion of a model at full depth.
     *
     * @param tokens that it wrote
     * @param argmax {@code [tokens][exits]}: what each exit layer predicts
     */
    private record Traced(int[] tokens, int[][] argmax) {}

    /** Empty if nothing is known, or of a single layer. */
    String html() {
        Curve after =
                curve(
                        "after tuning",
                        id ->
                                data.records()
                                        .reference(id)
                                        .map(full -> new Traced(full.tokens(), full.argmax())));
        Curve before =
                curve(
                        "before tuning",
                        id ->
                                data.records()
                                        .untuned(id)
                                        .map(full -> new Traced(full.tokens(), full.argmax())));
        if (after.points().size() < 2) {
            return "";
        }
        String heading = "<h3>How often a layer predicts what full depth writes</h3>";
        CurvePicture picture = new CurvePicture("exit layer", "% of tokens", false);
        return before.points().isEmpty()
                ? heading + picture.html(List.of(new Curve("accuracy", after.points())))
                : heading
                        + picture.html(List.of(after, before))
                        + table(before.points(), after.points())
                        + "<p class=\"note\">Each model is judged by its own completions at full"
                        + " depth; how good those are, the rows of full depth say.</p>";
    }

    private static String table(List<Curve.Point> before, List<Curve.Point> after) {
        StringBuilder html =
                new StringBuilder("<table class=\"layers\"><thead><tr><th scope=\"col\">exit layer")
                        .append("</th><th scope=\"col\">before, %</th><th scope=\"col\">after, %")
                        .append("</th></tr></thead><tbody>");
        for (int i = 0; i < after.size(); i++) {
            html.append("<tr><td class=\"n\">").append(Figures.of(after.get(i).x(), 0));
            html.append("</td><td class=\"n\">").append(Figures.of(before.get(i).y(), 1));
            html.append("</td><td class=\"n\">").append(Figures.of(after.get(i).y(), 1));
            html.append("</td></tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    private Curve curve(String name, Function<String, Optional<Traced>> of) {
        List<Integer> exits = data.finished().plan().exits();
        long[] right = new long[exits.size()];
        long tokens = 0;
        for (PromptRecord prompt : data.records().prompts()) {
            Optional<Traced> traced = of.apply(prompt.sampleId());
            if (traced.isPresent()) {
                tokens += count(traced.get(), right);
            }
        }
        List<Curve.Point> points = new ArrayList<>();
        for (int exit = 0; tokens > 0 && exit < right.length; exit++) {
            points.add(new Curve.Point(exits.get(exit), PERCENT * right[exit] / tokens));
        }
        return new Curve(name, points);
    }

    private static int count(Traced traced, long[] right) {
        for (int i = 0; i < traced.argmax().length; i++) {
            for (int exit = 0; exit < right.length; exit++) {
                right[exit] += traced.argmax()[i][exit] == traced.tokens()[i] ? 1 : 0;
            }
        }
        return traced.argmax().length;
    }
}
