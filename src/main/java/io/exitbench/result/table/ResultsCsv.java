package io.exitbench.result.table;

import io.exitbench.ExitBenchException;
import io.exitbench.result.Csv;
import io.exitbench.result.cost.Cost;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.score.Quality;
import io.exitbench.result.score.QualityScorer;
import io.exitbench.result.statistics.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes {@code results.csv}, one row for each run; unknown is empty, never 0. */
public final class ResultsCsv {
    private static final List<String> QUALITY =
            List.of(
                    "exact_match",
                    "edit_similarity",
                    "bleu",
                    "rouge_l",
                    "chrf",
                    "code_bleu",
                    "agreement");

    private ResultsCsv() {}

    /**
     * Writes the file as a whole or not at all.
     *
     * @param file {@code results.csv}
     * @param runs in the order of the rows, at least one
     */
    public static void write(Path file, List<RunResult> runs) {
        List<Collection<String>> rows = new ArrayList<>();
        rows.add(columns(runs.get(0)).keySet());
        runs.forEach(run -> rows.add(columns(run).values()));
        Csv.write(file, rows);
    }

    /**
     * Reads the file.
     *
     * @param file {@code results.csv}
     * @return for each run its cells by column, in the order of the columns
     * @throws ExitBenchException if the file is malformed or has no run
     */
    public static List<Map<String, String>> read(Path file) {
        List<List<String>> table;
        try {
            table = Csv.read(file);
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be read; run the suite again.", e);
        }
        if (table.size() < 2) {
            throw new ExitBenchException(file + " has no run; run the suite again.");
        }
        List<String> header = table.get(0);
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> cells : table.subList(1, table.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
                row.put(header.get(i), cells.get(i));
            }
            if (row.size() != header.size() || row.size() != cells.size()) {
                throw new ExitBenchException(
                        "Row "
                                + (rows.size() + 1)
                                + " of "
                                + file
                                + " does not fit its header; run the suite again.");
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * Writes rows whose scores were computed again; what was measured stays.
     *
     * @param file {@code results.csv}
     * @param rows as they were read, changed here
     * @param scored new scores by run id; runs without are left as they are
     */
    public static void rewrite(
            Path file, List<Map<String, String>> rows, Map<String, QualityScorer.Scored> scored) {
        for (Map<String, String> row : rows) {
            QualityScorer.Scored run = scored.get(row.get("run_id"));
            if (run != null) {
                addQuality(row, run.quality());
            }
        }
        List<Collection<String>> table = new ArrayList<>();
        table.add(rows.get(0).keySet());
        rows.forEach(row -> table.add(row.values()));
        Csv.write(file, table);
    }

    /** Fills the columns that are there: files of earlier versions lack the newest. */
    private static void addQuality(Map<String, String> row, Quality quality) {
        row.replace("exact_match", number(quality.exactMatch()));
        row.replace("edit_similarity", number(quality.editSimilarity()));
        row.replace("bleu", number(quality.bleu()));
        row.replace("rouge_l", number(quality.rougeL()));
        row.replace("chrf", number(quality.chrf()));
        row.replace("code_bleu", number(quality.codeBleu()));
        row.replace("agreement", number(quality.agreement()));
        row.replace("agreement_per_sample", number(quality.agreementPerSample()));
        row.replace("exact_match_ci", interval(quality.exactMatchInterval()));
        row.replace("edit_similarity_ci", interval(quality.editSimilarityInterval()));
    }

    /**
     * A run as named cells, in the order of the output contract.
     *
     * @param run to show
     * @return column names and texts
     */
    public static Map<String, String> columns(RunResult run) {
        RunIdentity identity = run.identity();
        Cost cost = run.cost();
        Map<String, String> row = new LinkedHashMap<>();
        row.put("run_id", identity.runId());
        row.put("suite", identity.suite());
        row.put("dataset", identity.dataset());
        row.put("dataset_digest", identity.datasetDigest());
        row.put("model", identity.model());
        row.put("model_digest", identity.modelDigest());
        row.put("layers", Integer.toString(identity.layers()));
        row.put("strategy", identity.strategy());
        row.put("parameters", identity.parameters());
        row.put("kv_policy", identity.kvPolicy());
        row.put("seed", Long.toString(identity.seed()));
        row.put("samples", Integer.toString(run.samples()));
        row.put("tokens", Long.toString(run.tokens()));
        // Named now, filled below: a map keeps the order in which names first come.
        QUALITY.forEach(name -> row.put(name, ""));
        row.put("mean_layers", number(run.meanLayers()));
        row.put("layers_saved_pct", number(run.layersSavedPct()));
        row.put("latency_ms_per_token", number(cost.latencyMsPerToken()));
        row.put("latency_ms_per_sample_p50", number(cost.latencyMsPerSampleP50()));
        row.put("latency_ms_per_sample_p95", number(cost.latencyMsPerSampleP95()));
        row.put("tokens_per_second", number(cost.tokensPerSecond()));
        row.put("energy_j_per_token", number(cost.energyPerToken()));
        row.put("energy_j_per_sample", number(cost.energyPerSample()));
        row.put("energy_source", cost.energySource());
        row.put("energy_saved_pct", number(cost.energySavedPct()));
        row.put("decision_overhead_pct", number(cost.decisionOverheadPct()));
        row.put("exact_match_ci", "");
        row.put("edit_similarity_ci", "");
        row.put("device", run.device());
        row.put("agreement_per_sample", "");
        row.put("mean_layers_per_sample", number(run.meanLayersPerSample()));
        row.put("limit_samples", Integer.toString(run.limit().hits()));
        row.put("limit_tokens_pct", number(run.limit().tokensPct()));
        addQuality(row, run.quality());
        return row;
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String interval(Optional<Interval> interval) {
        return interval.map(Interval::text).orElse("");
    }
}
