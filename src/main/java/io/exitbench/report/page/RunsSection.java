package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.statistics.ParetoFrontier;
import java.util.List;
import java.util.OptionalDouble;

/** A row for each run, as they stand on the frontier. */
final class RunsSection implements PageSection {
    /**
     * A column.
     *
     * @param name in {@code results.csv}
     * @param decimals that are shown
     * @param always whether it is shown before a reader asks for all columns
     */
    private record Column(String name, int decimals, boolean always) {}

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("edit_similarity", 1, true),
                    new Column("exact_match", 1, true),
                    new Column("code_bleu", 1, false),
                    new Column("agreement", 1, false),
                    new Column("agreement_forced", 1, true),
                    new Column("agreement_prefix", 1, false),
                    new Column("same_as_full_pct", 1, false),
                    new Column("base_agreement", 1, false),
                    new Column("mean_layers", 1, true),
                    new Column("layer_passes", 1, false),
                    new Column("layer_rows", 1, false),
                    new Column("latency_ms_per_token", 2, true),
                    new Column("latency_forced_ms_per_token", 2, false),
                    new Column("energy_j_per_sample", 2, false),
                    new Column("time_saved_pct", 1, true),
                    new Column("energy_saved_pct", 1, true),
                    new Column("compute_saved_pct", 1, true),
                    new Column("bytes_saved_pct", 1, false),
                    new Column("time_forced_saved_pct", 1, false),
                    new Column("energy_forced_saved_pct", 1, false),
                    new Column("compute_forced_saved_pct", 1, false),
                    new Column("time_saved_vs_base_pct", 1, false),
                    new Column("energy_saved_vs_base_pct", 1, false),
                    new Column("decision_overhead_pct", 1, false));

    @Override
    public String id() {
        return "runs";
    }

    @Override
    public String title() {
        return "All runs";
    }

    @Override
    public String body(PageData data) {
        if (data.runs().isEmpty()) {
            return "";
        }
        List<Column> known =
                COLUMNS.stream()
                        .filter(
                                column ->
                                        data.runs().stream()
                                                .anyMatch(
                                                        run ->
                                                                run.value(column.name())
                                                                        .isPresent()))
                        .toList();
        Families families = new Families(data.runs());
        ParetoFrontier front =
                FrontierOrder.frontier(data.runs(), data.order().quality(), data.order().cost());
        StringBuilder html = new StringBuilder(introduction(data));
        html.append("<table id=\"table\" class=\"runs\"><thead><tr>");
        head(html, "#", "place on the frontier", true, true);
        head(html, "run", "strategy, parameters and K/V policy", true, false);
        known.forEach(
                c -> head(html, Glossary.heading(c.name()), hover(c.name()), c.always(), true));
        html.append("</tr></thead><tbody>");
        data.runs().forEach(run -> row(html, run, known, families, front.contains(run.id())));
        return html.append("</tbody></table>").toString();
    }

    private static String introduction(PageData data) {
        return "<p>\u25c6 marks the Pareto front of "
                + Html.escape(data.order().quality().title())
                + " against "
                + Html.escape(data.order().cost().title())
                + ". In brackets: 95 % intervals. Savings are in percent of full depth\u2019s; below"
                + " zero a run costs more."
                + (data.energyIsMeasured()
                        ? ""
                        : " Energy is estimated from time of the processor, not measured.")
                + "</p><p class=\"script choices\"><label><input type=\"checkbox\" id=\"all\"> all"
                + " columns</label> <label class=\"narrow\">Sorted by <select id=\"sort\">"
                + "</select></label></p>";
    }

    private static String hover(String column) {
        return column + ": " + Glossary.meaning(column).replace("`", "").replace("**", "");
    }

    private static void head(
            StringBuilder html, String heading, String meaning, boolean always, boolean number) {
        html.append("<th scope=\"col\"")
                .append(style(always, number))
                .append(" title=\"")
                .append(Html.escape(meaning))
                .append("\">")
                .append(Html.escape(heading))
                .append("</th>");
    }

    private static String style(boolean always, boolean number) {
        String styles = ((number ? "n " : "") + (always ? "" : "more")).strip();
        return styles.isEmpty() ? "" : " class=\"" + styles + "\"";
    }

    private static void row(
            StringBuilder html,
            RunRow run,
            List<Column> columns,
            Families families,
            boolean front) {
        html.append("<tr id=\"r").append(run.number()).append("\" data-r=\"");
        html.append(run.number()).append("\"><td class=\"n\" data-v=\"").append(run.number());
        html.append("\">")
                .append(run.number())
                .append("</td><th scope=\"row\" data-n=\"")
                .append(run.number())
                .append("\">");
        html.append(families.mark(run)).append(Html.escape(run.label()));
        html.append(front ? " <span title=\"on the Pareto front\">\u25c6</span>" : "");
        html.append(run.run().cheats() ? " <em>told the answer</em>" : "").append("</th>");
        for (Column column : columns) {
            OptionalDouble value = run.value(column.name());
            html.append("<td").append(style(column.always(), true)).append(" data-l=\"");
            html.append(Html.escape(Glossary.heading(column.name()))).append("\" data-v=\"");
            html.append(run.text(column.name())).append("\">");
            html.append(Figures.of(value, column.decimals()));
            String interval = Figures.interval(run.interval(column.name()), column.decimals());
            html.append(interval.isEmpty() ? "" : " <small>" + interval + "</small>");
            html.append("</td>");
        }
        html.append("</tr>");
    }
}
