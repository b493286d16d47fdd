package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Agreement against exit depth as pictures, and a row for each run. */
public final class OverviewSection implements Section {
    private static final List<String> SHOWN =
            List.of(
                    "strategy",
                    "parameters",
                    "kv_policy",
                    "cheats",
                    "exact_match",
                    "edit_similarity",
                    "bleu",
                    "code_bleu",
                    "agreement",
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
                    "energy_saved_pct");

    @Override
    public String html(FinishedRun run) {
        StringBuilder html = new StringBuilder();
        for (String picture : run.pictures()) {
            html.append(Html.picture(picture, run.file(picture)));
        }
        Map<String, String> names = new LinkedHashMap<>();
        SHOWN.forEach(name -> names.put(name, name));
        Table runs = run.table(ResultFolder.RESULTS).select(names);
        List<List<String>> rounded =
                runs.rows().stream()
                        .map(row -> row.stream().map(OverviewSection::rounded).toList())
                        .toList();
        return html.append(TierLine.html(run))
                .append(Html.table(new Table(runs.header(), rounded)))
                .toString();
    }

    private static String rounded(String cell) {
        return cell.matches("-?\\d+\\.\\d+")
                ? String.format(Locale.ROOT, "%.2f", Double.parseDouble(cell))
                : cell;
    }
}
