package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the report says of time and energy, and of how far to trust it. */
public final class CostsSection implements Section {
    private static final String LOAD = "load.csv";

    /** The columns of {@code costs.csv} that are shown, and their headings. */
    private static final Map<String, String> SHOWN = shown();

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
        shown.put("break_even_reason", "why there is none");
        shown.put("training_energy_source", "energy of its training");
        shown.put("co2_g_per_sample", "g CO2/sample");
        shown.put("flagged_blocks", "flagged blocks");
        return shown;
    }

    @Override
    public String html(FinishedRun run) {
        StringBuilder html = new StringBuilder(Html.heading("Time and energy"));
        html.append(TierLine.html(run))
                .append(Html.paragraph(method(run)))
                .append(Html.table(run.table("costs.csv").select(SHOWN).withoutEmptyColumns()));
        if (run.has(LOAD)) {
            html.append(Html.heading("Under load"))
                    .append(TierLine.html(run))
                    .append(
                            Html.paragraph(
                                    "Requests arrive as a Poisson process whether or not the last"
                                            + " one is answered; responses count from the"
                                            + " arrival."))
                    .append(Html.table(run.table(LOAD)));
        }
        return html.append(Html.heading("What every run saves against full depth"))
                .append(TierLine.html(run))
                .append(
                        Html.paragraph(
                                "Intervals are over blocks and prompts; not corrected for the number"
                                        + " of runs. What is not primary is exploratory."))
                .append(Html.table(run.table("cost-comparisons.csv")))
                .toString();
    }

    private static String method(FinishedRun run) {
        return "Energy is gross; net is above idle power ("
                + watts(run.text("idle_watts_before"))
                + " before, "
                + watts(run.text("idle_watts_after"))
                + " after). Spread is the relative standard deviation over the blocks. Decisions:"
                + " time of the completions less that of the same exits replayed, so noise can"
                + " make it negative. blocks.csv has every window with clocks, temperature and"
                + " what else ran.";
    }

    private static String watts(String watts) {
        return watts.matches("[0-9.E-]+")
                ? String.format(Locale.ROOT, "%.2f W", Double.parseDouble(watts))
                : "unknown";
    }
}
