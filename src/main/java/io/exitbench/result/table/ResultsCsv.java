package io.exitbench.result.table;

import io.exitbench.result.cost.Overhead;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Saving;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.Score;
import io.exitbench.result.statistics.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * {@code results.csv}, a row for each run. Its first columns are a contract: none is renamed or
 * moved, and new ones are added at the end.
 */
public final class ResultsCsv {
    private static final Map<String, Function<RunResult, String>> COLUMNS = columns();

    private ResultsCsv() {}

    /**
     * Rows of the runs.
     *
     * @param runs in order
     * @return cells as text, the header first
     */
    public static List<List<String>> rows(List<RunResult> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.copyOf(COLUMNS.keySet()));
        for (RunResult run : runs) {
            rows.add(List.copyOf(columns(run).values()));
        }
        return rows;
    }

    /**
     * A run as named cells.
     *
     * @param run to show
     * @return its row, by column and in their order
     */
    public static Map<String, String> columns(RunResult run) {
        Map<String, String> cells = new LinkedHashMap<>();
        COLUMNS.forEach((name, cell) -> cells.put(name, cell.apply(run)));
        return cells;
    }

    private static Map<String, Function<RunResult, String>> columns() {
        Map<String, Function<RunResult, String>> columns = new LinkedHashMap<>();
        addIdentity(columns);
        columns.put("samples", run -> Integer.toString(run.samples().size()));
        columns.put("tokens", run -> Long.toString(run.tokens()));
        for (String metric :
                List.of(
                        "exact_match",
                        "edit_similarity",
                        "bleu",
                        "rouge_l",
                        "chrf",
                        "code_bleu",
                        "agreement")) {
            columns.put(metric, run -> Cells.number(run.score(metric)));
        }
        columns.put("mean_layers", run -> Cells.number(run.meanLayers()));
        columns.put("layers_saved_pct", run -> Cells.number(run.layersSavedPct()));
        addCost(columns);
        columns.put("exact_match_ci", run -> interval(run, "exact_match"));
        columns.put("edit_similarity_ci", run -> interval(run, "edit_similarity"));
        columns.put("device", RunResult::device);
        columns.put("agreement_per_sample", ResultsCsv::agreementPerSample);
        columns.put("mean_layers_per_sample", run -> Cells.number(run.meanLayersPerSample()));
        columns.put("limit_samples", run -> Integer.toString(run.limit().hits()));
        columns.put("limit_tokens_pct", run -> Cells.number(run.limit().tokensPct()));
        columns.put("layer_passes", run -> Cells.number(run.work().layerPasses()));
        columns.put("layer_rows", run -> Cells.number(run.work().layerRows()));
        columns.put("bytes_saved_pct", run -> Cells.number(run.bytesSavedPct()));
        columns.put("compute_saved_pct", run -> Cells.number(run.computeSavedPct()));
        columns.put("cheats", run -> Boolean.toString(run.run().cheats()));
        EqualText.add(columns);
        addIntervals(columns);
        columns.put("protocol", run -> run.run().identity().protocolName());
        columns.put(
                "outside_candidates_pct",
                run -> Cells.number(run.forced().candidates().outsidePct()));
        return columns;
    }

    private static void addIntervals(Map<String, Function<RunResult, String>> columns) {
        columns.put("agreement_ci", run -> interval(run, "agreement"));
        columns.put("interval_unit", run -> unit(run).map(Unit::name).orElse(""));
        columns.put("interval_units", run -> unit(run).map(u -> "" + u.count()).orElse(""));
        columns.put(
                "energy_saved_ci",
                run -> Cells.interval(run.saved().energy().flatMap(Saving::interval)));
        columns.put("time_saved_pct", run -> percent(run.saved().time()));
        columns.put(
                "time_saved_ci",
                run -> Cells.interval(run.saved().time().flatMap(Saving::interval)));
        columns.put("saved_ci_blocks", run -> saving(run, s -> "" + s.blocks()));
        columns.put("saved_ci_unit", run -> saving(run, s -> s.prompts().name()));
        columns.put("saved_ci_units", run -> saving(run, s -> "" + s.prompts().count()));
    }

    private static Optional<Unit> unit(RunResult run) {
        return run.scores().map(scores -> scores.clusters().unit());
    }

    static String percent(Optional<Saving> saving) {
        return saving.map(known -> Cells.number(known.percent())).orElse("");
    }

    private static String saving(RunResult run, Function<Saving, String> cell) {
        return run.saved().time().filter(s -> s.interval().isPresent()).map(cell).orElse("");
    }

    private static void addIdentity(Map<String, Function<RunResult, String>> columns) {
        Map<String, Function<RunIdentity, String>> identity = new LinkedHashMap<>();
        columns.put("run_id", run -> run.run().runId());
        identity.put("suite", RunIdentity::suite);
        identity.put("dataset", RunIdentity::dataset);
        identity.put("dataset_digest", RunIdentity::datasetDigest);
        identity.put("model", RunIdentity::model);
        identity.put("model_digest", RunIdentity::modelDigest);
        identity.put("layers", run -> Integer.toString(run.layers()));
        identity.put("strategy", RunIdentity::strategy);
        identity.put("parameters", RunIdentity::parameters);
        identity.put("kv_policy", RunIdentity::kvPolicy);
        identity.put("seed", run -> Long.toString(run.seed()));
        identity.forEach((name, cell) -> columns.put(name, run -> cell.apply(run.identity())));
    }

    private static void addCost(Map<String, Function<RunResult, String>> columns) {
        Map<String, Function<RunCost, OptionalDouble>> time = new LinkedHashMap<>();
        time.put("latency_ms_per_token", cost -> cost.latency().msPerToken());
        time.put("latency_ms_per_sample_p50", cost -> cost.latency().completion().p50());
        time.put("latency_ms_per_sample_p95", cost -> cost.latency().completion().p95());
        time.put("tokens_per_second", cost -> cost.latency().tokensPerSecond());
        time.put("energy_j_per_token", RunCost::energyPerToken);
        time.put("energy_j_per_sample", RunCost::energyPerSample);
        time.forEach(
                (name, cell) -> columns.put(name, run -> Cells.number(cell.apply(run.cost()))));
        columns.put("energy_source", run -> run.cost().source());
        columns.put("energy_saved_pct", run -> percent(run.saved().energy()));
        columns.put("decision_overhead_pct", run -> overhead(run.cost().overhead()));
    }

    private static String overhead(Optional<Overhead> overhead) {
        return overhead.map(known -> Cells.number(known.percent())).orElse("");
    }

    private static String interval(RunResult run, String metric) {
        return Cells.interval(
                run.scores().flatMap(scores -> scores.score(metric)).flatMap(Score::interval));
    }

    private static String agreementPerSample(RunResult run) {
        return run.scores().map(RunScores::agreementPerSample).map(Cells::number).orElse("");
    }
}
