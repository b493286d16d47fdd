package io.exitbench.result.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import io.exitbench.result.SamplesFile;
import io.exitbench.result.score.SampleResult;
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
 * what allows more to be said of it, {@code samples.jsonl} and {@code blocks.csv}, if that was
 * kept.
 */
public final class StoredResult {
    private final Path folder;
    private final List<Map<String, String>> runs;
    private final List<Map<String, String>> blocks;
    private final JsonObject provenance;
    private final Map<String, List<SampleResult>> samples;

    private StoredResult(
            Path folder,
            List<Map<String, String>> runs,
            List<Map<String, String>> blocks,
            JsonObject provenance,
            Map<String, List<SampleResult>> samples) {
        this.folder = folder;
        this.runs = runs;
        this.blocks = blocks;
        this.provenance = provenance;
        this.samples = samples;
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
            Path samples = folder.resolve("samples.jsonl");
            Path blocks = folder.resolve("blocks.csv");
            List<Map<String, String>> runs = records(folder.resolve("results.csv"));
            if (runs.isEmpty()) {
                throw new ExitBenchException(
                        folder + " has a results.csv without a run; run the suite again.");
            }
            return new StoredResult(
                    folder,
                    runs,
                    Files.exists(blocks) ? records(blocks) : List.of(),
                    JsonParser.parseString(Files.readString(folder.resolve("run.json")))
                            .getAsJsonObject(),
                    Files.exists(samples)
                            ? SamplesFile.read(samples).stream()
                                    .collect(Collectors.groupingBy(SampleResult::runId))
                            : Map.of());
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
     * @return its samples in order; none if they were not kept
     */
    public List<SampleResult> samples(Map<String, String> run) {
        return samples.getOrDefault(run.get("run_id"), List.of());
    }

    /** Joules of each block of a run; NaN where one could not be read. */
    double[] joules(Map<String, String> run) {
        return blocks.stream()
                .filter(block -> Objects.equals(block.get("run_id"), run.get("run_id")))
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
