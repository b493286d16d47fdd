package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** Time and energy: distributions, drift, what training has to earn, and where numbers are from. */
final class CostDetailsSection implements PageSection {
    private static final Map<String, String> SHOWN = shown();

    private static Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("run", "run");
        shown.put("energy_j_per_sample", "J/sample");
        shown.put("energy_net_j_per_sample", "net J/sample");
        shown.put("energy_spread_pct", "spread of energy, %");
        shown.put("time_spread_pct", "spread of time, %");
        shown.put("decision_overhead_pct", "decisions, % of time");
        shown.put("training_j", "training, J");
        shown.put("break_even_completions", "break-even, completions");
        shown.put("break_even_reason", "why no break-even");
        shown.put("co2_g_per_sample", "g CO2/sample");
        shown.put("flagged_blocks", "flagged blocks");
        return shown;
    }

    @Override
    public String id() {
        return "costs";
    }

    @Override
    public String title() {
        return "Time and energy";
    }

    @Override
    public String body(PageData data) {
        Table costs = data.finished().table("costs.csv");
        StringBuilder html = new StringBuilder("<p>");
        html.append(Html.escape(data.finished().text("tier_verdict")))
                .append(" Energy: ")
                .append(Html.escape(data.finished().text("energy_source")))
                .append(".</p>")
                .append(
                        CurvePicture.titled(
                                "Time between tokens",
                                new LatencyPicture(
                                                "ms: median to 95 %, line to 99 %",
                                                "between_tokens_ms")
                                        .html(data, costs)))
                .append(
                        PlainTable.folded(
                                "Time to the first token",
                                new LatencyPicture("ms: median to 95 %, line to 99 %", "ttft_ms")
                                        .html(data, costs)))
                .append(
                        CurvePicture.titled(
                                "Blocks over time",
                                data.table("blocks.csv").map(BlocksPicture::html).orElse("")))
                .append("<h3>Costs, break-even and sources</h3>")
                .append(PlainTable.html(costs.select(SHOWN).withoutEmptyColumns()))
                .append(sources("Energy of training", costs, "training_energy_source"))
                .append(sources("Energy of completions", costs, "energy_source"));
        data.table("load.csv")
                .ifPresent(
                        load -> html.append("<h3>Under load</h3>").append(PlainTable.html(load)));
        return html.toString();
    }

    /** Most runs share theirs, which is long: each is said once. */
    private static String sources(String of, Table costs, String column) {
        StringBuilder html = new StringBuilder();
        costs.records().stream()
                .map(row -> row.getOrDefault(column, ""))
                .filter(source -> !source.isEmpty())
                .distinct()
                .forEach(
                        source ->
                                html.append("<p class=\"note\">")
                                        .append(of)
                                        .append(": ")
                                        .append(Visible.html(source))
                                        .append("</p>"));
        return html.toString();
    }
}
