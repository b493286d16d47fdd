package io.exitbench.result.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import io.exitbench.result.CompletionsFile;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.SamplesFile;
import io.exitbench.result.score.CompletedSample;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.table.BlockCsv;
import io.exitbench.result.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A result as people keep and publish it: {@code results.csv} and {@code run.json}, and beside them
 * what allows more to be said of it, if that was kept: {@code completions.jsonl} for scores, {@code
 * samples.jsonl} and {@code blocks.csv} for costs.
 */
public final class StoredResult {
    private final Path folder;
    private final List<Map<String, String>> runs;
    private final List<Map<String, String>> blocks;
    private final JsonObject provenance;
    private final Map<String, List<SampleResult>> samples;
    private final Map<String, List<CompletedSample>> completions;

    private StoredResult(
            Path folder,
            List<Map<String, String>> runs,
            List<Map<String, String>> blocks,
            JsonObject provenance,
            Map<String, List<SampleResult>> samples,
            Map<String, List<CompletedSample>> completions) {
        this.folder = folder;
        this.runs = runs;
        this.blocks = blocks;
        this.provenance = provenance;
        this.samples = samples;
        this.completions = completions;
    }

    /**
     * Reads a result.
     *
     * @param folder of a finished suite run, or what was kept of it
     * @return the result
     * @throws ExitBenchException if {@code results.csv} or {@code run.json} is not there, or a file
     *     is damaged
     */
    public static StoredResult read(Path folder) {
        try {
            Path blocks = folder.resolve("blocks.csv");
            List<Map<String, String>> runs = records(folder.resolve("results.csv"));
            if (runs.isEmpty()) {
                throw new ExitBenchException(
                        folder + " has a results.csv without a run; run the suite again.");
            }
            List<SampleResult> samples = samples(folder);
            return new StoredResult(
                    folder,
                    runs,
                    Files.exists(blocks) ? records(blocks) : List.of(),
                    JsonParser.parseString(Files.readString(folder.resolve("run.json")))
                            .getAsJsonObject(),
                    samples.stream().collect(Collectors.groupingBy(SampleResult::runId)),
                    completions(folder, samples).stream()
                            .collect(Collectors.groupingBy(CompletedSample::runId)));
        } catch (IOException
                | JsonParseException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw new ExitBenchException(
                    folder
                            + " holds no result ("
                            + e.getMessage()
                            + "); give a folder with results.csv and run.json.",
                    e);
        }
    }

    private static List<SampleResult> samples(Path folder) {
        Path file = folder.resolve(FinishedRun.SAMPLES);
        return Files.exists(file) ? SamplesFile.read(file) : List.of();
    }

    private static List<CompletedSample> completions(Path folder, List<SampleResult> samples) {
        Path file = folder.resolve(FinishedRun.COMPLETIONS);
        return samples.isEmpty() && Files.exists(file)
                ? CompletionsFile.read(file)
                : samples.stream().map(CompletedSample::of).toList();
    }

    private static List<Map<String, String>> records(Path csv) throws IOException {
        List<List<String>> rows = Csv.read(csv);
        return rows.isEmpty()
                ? List.of()
                : new Table(rows.get(0), rows.subList(1, rows.size())).records();
    }

    /**
     * @return where it lies
     */
    public Path folder() {
        return folder;
    }

    /**
     * @return rows of {@code results.csv} by what they are called, in order: strategy, parameters,
     *     K/V policy, and the model where it is not that of the first row
     */
    public Map<String, Map<String, String>> runs() {
        Map<String, Map<String, String>> named = new LinkedHashMap<>();
        runs.forEach(run -> named.put(name(run) + " [" + run.get("kv_policy") + "]", run));
        return named;
    }

    /**
     * @param run a row of {@code results.csv}
     * @return what it is called without its K/V policy
     */
    String name(Map<String, String> run) {
        StringBuilder name = new StringBuilder(run.get("strategy"));
        if (!run.getOrDefault("parameters", "").isEmpty()) {
            name.append(' ').append(run.get("parameters"));
        }
        if (!Objects.equals(run.get("model"), runs.get(0).get("model"))) {
            name.append(" of ").append(run.get("model"));
        }
        return name.toString();
    }

    /**
     * @param run a row of {@code results.csv}
     * @return its completions in order; none if they were not kept
     */
    List<CompletedSample> completions(Map<String, String> run) {
        return completions.getOrDefault(run.get("run_id"), List.of());
    }

    /**
     * @param run a row of {@code results.csv}
     * @return its samples that time was taken of, in order; none if their times were not kept
     */
    List<SampleResult> timed(Map<String, String> run) {
        return samples.getOrDefault(run.get("run_id"), List.of()).stream()
                .filter(sample -> sample.latencyMs() != null && sample.latencyMs().length > 0)
                .toList();
    }

    /**
     * @param run a row of {@code results.csv}
     * @return joules of each block in which it wrote its own text; NaN where one could not be read
     */
    double[] joules(Map<String, String> run) {
        return blocks.stream()
                .filter(block -> Objects.equals(block.get("run_id"), run.get("run_id")))
                .filter(
                        block ->
                                BlockCsv.OWN_TEXT.equals(
                                        block.getOrDefault("text", BlockCsv.OWN_TEXT)))
                .map(block -> block.getOrDefault("energy_j_per_pass", ""))
                .mapToDouble(text -> text.isEmpty() ? Double.NaN : Double.parseDouble(text))
                .toArray();
    }

    /**
     * @param path names of a value in {@code run.json}, such as {@code machine.cpu}
     * @return its text; empty if it is not there
     */
    public String text(String path) {
        return values().getOrDefault(path, "");
    }

    /**
     * @return all single values of {@code run.json} by their paths; a list is one value
     */
    public Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        flatten("", provenance, values);
        return values;
    }

    private static void flatten(String path, JsonElement element, Map<String, String> values) {
        if (element.isJsonObject()) {
            List<Map.Entry<String, JsonElement>> members =
                    new ArrayList<>(element.getAsJsonObject().entrySet());
            for (Map.Entry<String, JsonElement> member : members) {
                String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                flatten(name, member.getValue(), values);
            }
        } else if (element.isJsonPrimitive()) {
            values.put(path, element.getAsString());
        } else {
            values.put(path, element.toString());
        }
    }
}
