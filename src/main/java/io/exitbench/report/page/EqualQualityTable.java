package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.score.SampleResult;
import java.util.List;

/** What is saved at equal quality, and what was got wrong for it, in a few rows. */
final class EqualQualityTable {
    private static final int SHOWN = 5;
    private static final List<String> SAVED =
            List.of("time_saved_pct", "energy_saved_pct", "compute_saved_pct");

    private final PageData data;

    EqualQualityTable(PageData data) {
        this.data = data;
    }

    /** Empty if no run is near full depth. */
    String html() {
        List<RunRow> near = EqualQuality.runs(data);
        if (near.isEmpty()) {
            return "";
        }
        StringBuilder html =
                new StringBuilder(
                        "<h3>What is saved at equal quality, and what was got wrong</h3>");
        html.append("<table class=\"runs answer\"><thead><tr><th scope=\"col\">run</th>");
        head(html, EqualQuality.MEASURE);
        SAVED.forEach(column -> head(html, column));
        html.append(
                "<th scope=\"col\">completions unlike full depth\u2019s</th></tr></thead><tbody>");
        List<SampleResult> full = data.finished().samples(data.reference().orElseThrow().id());
        near.stream().limit(SHOWN).forEach(run -> row(html, run, full));
        return html.append("</tbody></table><p class=\"note\">")
                .append(
                        near.size() > SHOWN
                                ? "The cheapest " + SHOWN + " of " + near.size()
                                : "All")
                .append(" runs that lack at most a point of full depth\u2019s Edit Similarity, by ")
                .append(Html.escape(data.order().cost().title()))
                .append(". In brackets: 95 % intervals; one that reaches below zero allows that")
                .append(" nothing is saved.")
                .append(data.energyIsMeasured() ? "" : " Energy is estimated, not measured.")
                .append("</p>")
                .toString();
    }

    private static void head(StringBuilder html, String column) {
        html.append("<th scope=\"col\" class=\"n\">").append(Html.escape(Glossary.heading(column)));
        html.append("</th>");
    }

    private void row(StringBuilder html, RunRow run, List<SampleResult> full) {
        html.append("<tr data-r=\"")
                .append(run.number())
                .append("\"><th scope=\"row\"><a href=\"#r");
        html.append(run.number()).append("\">").append(run.number()).append(' ');
        html.append(Html.escape(run.label())).append("</a></th>");
        cell(html, run, EqualQuality.MEASURE);
        SAVED.forEach(column -> cell(html, run, column));
        Differences unlike = Differences.of(data.finished().samples(run.id()), full);
        html.append("<td data-l=\"unlike full depth\">");
        html.append("<a href=\"#completions\" data-of=\"").append(run.number()).append("\">");
        html.append(words(unlike)).append("</a> <small>of ").append(unlike.all());
        html.append("</small></td></tr>");
    }

    private static String words(Differences unlike) {
        return unlike.worse() + unlike.better() + unlike.others() == 0
                ? "none"
                : unlike.worse()
                        + " worse, "
                        + unlike.better()
                        + " better, "
                        + unlike.others()
                        + " other";
    }

    private static void cell(StringBuilder html, RunRow run, String column) {
        html.append("<td class=\"n\" data-l=\"").append(Html.escape(Glossary.heading(column)));
        html.append("\">").append(Figures.of(run.value(column), 1)).append(" <small>");
        html.append(Figures.interval(run.interval(column), 1)).append("</small></td>");
    }
}
