package io.exitbench.result;

import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.result.statistics.Interval;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

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
        write(
                file,
                columns(runs.get(0)).keySet(),
                runs.stream().map(run -> columns(run).values()).toList());
    }

    private static void write(Path file, Collection<String> header, List<Collection<String>> rows) {
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, format(header))) {
            printer.printRecords(rows);
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be written; check the disk.", e);
        }
        AtomicFile.write(file, text.toString());
    }

    /**
     * Reads the file.
     *
     * @param file {@code results.csv}
     * @return for each run its cells by column, in the order of the columns
     * @throws ExitBenchException if the file is malformed or has no run
     */
    static List<Map<String, String>> read(Path file) {
        CSVFormat reading = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser records = reading.parse(reader)) {
            List<Map<String, String>> rows = new ArrayList<>();
            for (CSVRecord record : records) {
                Map<String, String> cells = new LinkedHashMap<>();
                records.getHeaderNames().forEach(name -> cells.put(name, record.get(name)));
                rows.add(cells);
            }
            if (rows.isEmpty()) {
                throw new ExitBenchException(file + " has no run; run the suite again.");
            }
            return rows;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new ExitBenchException(file + " cannot be read; run the suite again.", e);
        }
    }

    /**
     * Writes rows whose scores were computed again; what was measured stays.
     *
     * @param file {@code results.csv}
     * @param rows as they were read, changed here
     * @param scored new scores by run id; runs without are left as they are
     */
    static void rewrite(
            Path file, List<Map<String, String>> rows, Map<String, QualityScorer.Scored> scored) {
        for (Map<String, String> row : rows) {
            QualityScorer.Scored run = scored.get(row.get("run_id"));
            if (run != null) {
                addQuality(row, run.quality());
            }
        }
        write(file, rows.get(0).keySet(), rows.stream().map(Map::values).toList());
    }

    private static CSVFormat format(Collection<String> header) {
        return CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(header.toArray(String[]::new))
                .get();
    }

    private static void addQuality(Map<String, String> row, Quality quality) {
        row.put("exact_match", number(quality.exactMatch()));
        row.put("edit_similarity", number(quality.editSimilarity()));
        row.put("bleu", number(quality.bleu()));
        row.put("rouge_l", number(quality.rougeL()));
        row.put("chrf", number(quality.chrf()));
        row.put("code_bleu", number(quality.codeBleu()));
        row.put("agreement", number(quality.agreement()));
        row.put("exact_match_ci", interval(quality.exactMatchInterval()));
        row.put("edit_similarity_ci", interval(quality.editSimilarityInterval()));
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
        addQuality(row, run.quality());
        row.put("device", run.device());
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
