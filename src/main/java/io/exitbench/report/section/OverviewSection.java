package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Agreement against exit depth as pictures, and a row for each run, with intervals. */
public final class OverviewSection implements Section {
    private static final String CODE_BLEU = "code_bleu";
    private static final List<String> SHOWN =
            List.of(
                    "strategy",
                    "parameters",
                    "kv_policy",
                    "cheats",
                    "exact_match",
                    "exact_match_ci",
                    "edit_similarity",
                    "edit_similarity_ci",
                    "interval_unit",
                    "interval_units",
                    "bleu",
                    CODE_BLEU,
                    "agreement",
                    "agreement_ci",
                    "agreement_per_sample",
                    "mean_layers",
                    "mean_layers_per_sample",
                    "layer_passes",
                    "layer_rows",
                    "bytes_saved_pct",
                    "compute_saved_pct",
                    "limit_samples",
                    "latency_ms_per_token",
                    "latency_ms_per_sample_p50",
                    "energy_j_per_sample",
                    "energy_saved_pct",
                    "energy_saved_ci",
                    "time_saved_pct",
                    "time_saved_ci",
                    "saved_ci_blocks");

    @Override
    public String html(FinishedRun run) {
        StringBuilder html = new StringBuilder();
        for (String picture : run.pictures()) {
            html.append(Html.picture(picture, run.file(picture)));
        }
        Map<String, String> names = new LinkedHashMap<>();
        SHOWN.forEach(name -> names.put(name, name));
        if (run.completesLines()) {
            // Two thirds of single lines do not parse, and nine in ten have no data flow.
            names.remove(CODE_BLEU);
        }
        Table runs = run.table(ResultFolder.RESULTS).select(names);
        List<List<String>> rounded =
                runs.rows().stream()
                        .map(row -> row.stream().map(OverviewSection::rounded).toList())
                        .toList();
        return html.append(ProtocolLine.html(run))
                .append(TierLine.html(run))
                .append(Html.table(new Table(runs.header(), rounded)))
                .toString();
    }

    private static String rounded(String cell) {
        return cell.matches("-?\\d+\\.\\d+")
                ? String.format(Locale.ROOT, "%.2f", Double.parseDouble(cell))
                : cell;
    }
}
