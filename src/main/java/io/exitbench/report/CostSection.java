package io.exitbench.report;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.SuiteCosts;
import io.exitbench.result.table.CostCsv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What the report says of time and energy, and of how far to trust it. */
final class CostSection {
    /** The columns of {@code costs.csv} that are shown, and their headings. */
    private static final Map<String, String> SHOWN = shown();

    private final SuiteCosts costs;

    CostSection(SuiteCosts costs) {
        this.costs = costs;
    }

    private static Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("run", "run");
        shown.put("energy_j_per_sample", "J/sample");
        shown.put("energy_net_j_per_sample", "net J/sample");
        shown.put("energy_spread_pct", "spread of energy, %");
        shown.put("time_spread_pct", "spread of time, %");
        shown.put("ttft_ms_p50", "first token p50, ms");
        shown.put("ttft_ms_p95", "p95");
        shown.put("ttft_ms_p99", "p99");
        shown.put("between_tokens_ms_p50", "between tokens p50, ms");
        shown.put("between_tokens_ms_p95", "p95");
        shown.put("between_tokens_ms_p99", "p99");
        shown.put("decision_overhead_pct", "decisions, % of time");
        shown.put("break_even_completions", "break-even, completions");
        shown.put("training_energy_source", "energy of its training");
        shown.put("co2_g_per_sample", "g CO2/sample");
        shown.put("flagged_blocks", "flagged blocks");
        return shown;
    }

    /** The tier and, where it is one, that the energy is an estimate: to stand over every table. */
    String tier() {
        boolean estimated =
                costs.runs().stream().anyMatch(r -> r.quality() == EnergyQuality.ESTIMATE);
        String energy = estimated ? " Energy is " + EnergyQuality.ESTIMATE.text() + "." : "";
        return "<p><i>" + HtmlTable.escape(costs.verdict().text() + energy) + "</i></p>";
    }

    String html() {
        StringBuilder html = new StringBuilder("<h4>Time and energy</h4>").append(tier());
        html.append("<p>")
                .append(HtmlTable.escape(method()))
                .append("</p>")
                .append(table(withoutEmptyColumns(selected(CostCsv.costs(costs)))));
        if (!costs.loads().isEmpty()) {
            html.append("<h4>Under load</h4>")
                    .append(tier())
                    .append(
                            "<p>Requests arrive as a Poisson process whether or not the last one"
                                    + " is answered; responses count from the arrival.</p>")
                    .append(table(CostCsv.loads(costs)));
        }
        return html.append("<h4>Cost against full depth, paired over blocks</h4>")
                .append(tier())
                .append(table(CostCsv.comparisons(costs)))
                .toString();
    }

    private String method() {
        return "Energy is gross; net is above idle power ("
                + watts(costs.idleWattsBefore())
                + " before, "
                + watts(costs.idleWattsAfter())
                + " after). Spread is the relative standard deviation over the blocks. Decisions:"
                + " time of the completions less that of the same exits replayed, so noise can"
                + " make it negative. blocks.csv has every window with clocks, temperature and"
                + " what else ran.";
    }

    private static String watts(OptionalDouble watts) {
        return watts.isPresent()
                ? String.format(Locale.ROOT, "%.2f W", watts.getAsDouble())
                : "unknown";
    }

    private static List<List<String>> selected(List<List<String>> rows) {
        List<String> header = rows.get(0);
        List<List<String>> selected = new ArrayList<>();
        selected.add(List.copyOf(SHOWN.values()));
        rows.stream()
                .skip(1)
                .forEach(
                        row ->
                                selected.add(
                                        SHOWN.keySet().stream()
                                                .map(name -> row.get(header.indexOf(name)))
                                                .toList()));
        return selected;
    }

    /** A column that is unknown for every run says nothing. */
    private static List<List<String>> withoutEmptyColumns(List<List<String>> rows) {
        List<List<String>> kept = new ArrayList<>();
        rows.forEach(row -> kept.add(new ArrayList<>()));
        for (int column = 0; column < rows.get(0).size(); column++) {
            int index = column;
            if (rows.stream().skip(1).anyMatch(row -> !row.get(index).isEmpty())) {
                for (int row = 0; row < rows.size(); row++) {
                    kept.get(row).add(rows.get(row).get(column));
                }
            }
        }
        return kept;
    }

    private static String table(List<List<String>> rows) {
        return HtmlTable.scrolling(HtmlTable.cells(rows.get(0), rows.subList(1, rows.size())));
    }
}
