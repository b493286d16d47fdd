package io.exitbench.report.page;

import io.exitbench.report.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Quality against cost over every pair of both that is known; one is seen, script shows others. */
final class FrontierSection implements PageSection {
    @Override
    public String id() {
        return "frontier";
    }

    @Override
    public String title() {
        return "Quality against cost";
    }

    @Override
    public String body(PageData data) {
        Families families = new Families(data.runs());
        Map<String, String> qualities = new LinkedHashMap<>();
        Map<String, String> costs = new LinkedHashMap<>();
        List<String> figures = new ArrayList<>();
        for (Axis.Quality quality : Axis.Quality.ALL) {
            for (Axis.Cost cost : Axis.Cost.ALL) {
                FrontierPicture picture = new FrontierPicture(data.runs(), families, quality, cost);
                if (!picture.isEmpty()) {
                    qualities.put(quality.column(), quality.title());
                    costs.put(cost.column(), cost.title());
                    figures.add(figure(picture, quality, cost, data.order()));
                }
            }
        }
        return figures.isEmpty()
                ? ""
                : controls(qualities, costs, data)
                        + "<div class=\"frontier\"><div>"
                        + String.join("", figures)
                        + "<p id=\"hover\" class=\"hover\" aria-live=\"polite\"></p></div>"
                        + legend(data, families)
                        + "</div>";
    }

    private static String figure(
            FrontierPicture picture, Axis.Quality quality, Axis.Cost cost, FrontierOrder first) {
        boolean shown = quality.equals(first.quality()) && cost.equals(first.cost());
        return "<figure data-q=\""
                + quality.column()
                + "\" data-c=\""
                + cost.column()
                + (shown ? "\">" : "\" hidden>")
                + picture.html()
                + "</figure>";
    }

    private static String controls(
            Map<String, String> qualities, Map<String, String> costs, PageData data) {
        return "<form class=\"controls script\" id=\"choice\">"
                + select("q", "Quality", qualities, data.order().quality().column())
                + select("c", "against", costs, data.order().cost().column())
                + range("ms", "at most", "ms a token")
                + range("keep", "at least", "% of full depth\u2019s quality")
                + "<output id=\"left\" aria-live=\"polite\"></output></form>";
    }

    private static String select(
            String id, String label, Map<String, String> options, String chosen) {
        StringBuilder html = new StringBuilder("<label>").append(label);
        html.append(" <select id=\"").append(id).append("\">");
        options.forEach(
                (column, title) ->
                        html.append("<option value=\"")
                                .append(column)
                                .append(column.equals(chosen) ? "\" selected>" : "\">")
                                .append(Html.escape(title))
                                .append("</option>"));
        return html.append("</select></label>").toString();
    }

    private static String range(String id, String before, String after) {
        return "<label>"
                + before
                + " <input type=\"range\" id=\""
                + id
                + "\" step=\"any\"> <output for=\""
                + id
                + "\"></output> "
                + after
                + "</label>";
    }

    private static String legend(PageData data, Families families) {
        StringBuilder html = new StringBuilder("<ul class=\"legend\">");
        families.members()
                .forEach(
                        (family, members) ->
                                html.append("<li>")
                                        .append(families.mark(members.get(0)))
                                        .append(Html.escape(name(family, members.get(0))))
                                        .append("</li>"));
        return html.append("<li><svg class=\"mark\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">")
                .append("<path class=\"front\" d=\"M-8 5H0V-5H8\"/></svg>Pareto front</li></ul>")
                .append("<p class=\"note\">Numbers are those of the table below. ")
                .append(
                        data.runs().stream().anyMatch(FrontierSection::hasCostInterval)
                                ? "Whiskers are 95 % intervals; an arrow says that one goes on."
                                : "Whiskers are 95 % intervals of quality, an arrow says that one goes"
                                        + " on; those of cost are unknown.")
                .append("</p>")
                .toString()
                .replaceFirst("^", "<div>")
                .concat("</div>");
    }

    private static boolean hasCostInterval(RunRow run) {
        return Axis.Cost.ALL.stream().anyMatch(cost -> cost.intervalOf(run).isPresent());
    }

    private static String name(String family, RunRow run) {
        return run.run().cheats() ? family + ", told the answer" : family;
    }
}
