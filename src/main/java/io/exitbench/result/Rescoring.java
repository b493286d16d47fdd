package io.exitbench.result;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.metric.MetricSet;
import io.exitbench.result.score.Comparison;
import io.exitbench.result.score.Comparisons;
import io.exitbench.result.score.QualityScorer;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.statistics.Resampling;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import io.exitbench.result.table.StatisticsCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Computes every score of a finished suite run again from its completions: {@code samples.jsonl},
 * {@code scores.csv}, {@code comparisons.csv} and the scores in {@code results.csv}. With the code
 * that ran the suite the files come out as they were, byte by byte.
 */
public final class Rescoring {
    private final Path folder;
    private final Language language;
    private final Resampling resampling;

    /**
     * @param folder of a suite run
     * @throws ExitBenchException if it has no readable {@code run.json}
     */
    public Rescoring(Path folder) {
        this.folder = folder;
        JsonObject provenance = provenance(folder.resolve("run.json"));
        try {
            this.language = Language.valueOf(text(provenance, "language").toUpperCase(Locale.ROOT));
            this.resampling = new Resampling(Long.parseLong(text(provenance, "seed")));
        } catch (IllegalArgumentException e) {
            throw new ExitBenchException(
                    folder.resolve("run.json")
                            + " has no valid language and seed; run the suite again.",
                    e);
        }
    }

    /**
     * Scores and writes. Nothing is written unless all could be scored.
     *
     * @return the scores of all runs that have a quality
     * @throws ExitBenchException if files are missing or do not fit together
     */
    public List<RunScores> run() {
        Path samplesFile = folder.resolve("samples.jsonl");
        Map<String, List<SampleResult>> samples =
                SamplesFile.read(samplesFile).stream()
                        .collect(
                                Collectors.groupingBy(
                                        SampleResult::runId,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        Path results = folder.resolve("results.csv");
        List<Map<String, String>> rows = ResultsCsv.read(results);
        Map<String, String> labels = labels(results, rows, samples);
        QualityScorer scorer = new QualityScorer(MetricSet.ofCode(language), resampling);
        Map<String, QualityScorer.Scored> scored = new LinkedHashMap<>();
        samples.forEach((id, run) -> scored.put(id, scorer.score(run)));
        List<RunScores> scores = new ArrayList<>();
        labels.forEach(
                (id, label) -> scores.add(new RunScores(id, label, scored.get(id).scores())));
        List<Comparison> comparisons =
                labels.isEmpty()
                        ? List.of()
                        : new Comparisons(resampling)
                                .against(labels.keySet().iterator().next(), labels, scored);
        SamplesFile.write(
                samplesFile,
                scored.values().stream().flatMap(run -> run.samples().stream()).toList());
        scored.keySet().retainAll(labels.keySet());
        Csv.write(folder.resolve("scores.csv"), StatisticsCsv.scores(scores));
        Csv.write(folder.resolve("comparisons.csv"), StatisticsCsv.comparisons(comparisons));
        ResultsCsv.rewrite(results, rows, scored);
        return scores;
    }

    /** Names of the runs; random weights have no quality, and none is made up here. */
    private static Map<String, String> labels(
            Path file, List<Map<String, String>> rows, Map<String, List<SampleResult>> samples) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            String id = cell(file, row, "run_id");
            if (!samples.containsKey(id)) {
                throw new ExitBenchException(
                        file + " has a run that samples.jsonl lacks; run the suite again.");
            }
            if (!cell(file, row, "agreement").isEmpty()) {
                labels.put(
                        id,
                        RunResult.label(
                                cell(file, row, "strategy"),
                                cell(file, row, "parameters"),
                                cell(file, row, "kv_policy")));
            }
        }
        requireSameSamples(file, labels.keySet().stream().map(samples::get).toList());
        return labels;
    }

    /** Runs are compared sample by sample. */
    private static void requireSameSamples(Path file, List<List<SampleResult>> runs) {
        long orders =
                runs.stream()
                        .map(run -> run.stream().map(SampleResult::sampleId).toList())
                        .distinct()
                        .count();
        if (orders > 1) {
            throw new ExitBenchException(
                    "The runs of "
                            + file
                            + " have different samples in samples.jsonl; run the suite again.");
        }
    }

    private static String cell(Path file, Map<String, String> row, String column) {
        String cell = row.get(column);
        if (cell == null) {
            throw new ExitBenchException(
                    file + " has no column " + column + "; run the suite again.");
        }
        return cell;
    }

    private static JsonObject provenance(Path file) {
        try {
            JsonObject json = new Gson().fromJson(Files.readString(file), JsonObject.class);
            if (json != null) {
                return json;
            }
        } catch (IOException | JsonParseException e) {
            throw unreadable(file, e);
        }
        throw unreadable(file, null);
    }

    private static ExitBenchException unreadable(Path file, Throwable cause) {
        return new ExitBenchException(
                file + " cannot be read; give the folder of a finished suite run.", cause);
    }

    private String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new ExitBenchException(
                    folder.resolve("run.json") + " has no " + name + "; run the suite again.");
        }
        return value.getAsString();
    }
}
