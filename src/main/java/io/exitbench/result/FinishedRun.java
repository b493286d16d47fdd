package io.exitbench.result;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Protocol;
import io.exitbench.file.Csv;
import io.exitbench.result.record.RecordJson;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The folder of a finished suite run, to be read: its plan and what was derived from it. */
public final class FinishedRun {
    /** What was declared to be compared. */
    public static final String PRIMARY = "primary-comparisons.csv";

    /** Every completion, without what it cost. */
    public static final String COMPLETIONS = "completions.jsonl";

    /** Every completion with all that is known of it. */
    public static final String SAMPLES = "samples.jsonl";

    static final String PROVENANCE = "run.json";
    static final String FAILURES = "failures.csv";

    private final Path folder;
    private final SuitePlan plan;
    private final JsonObject provenance;
    private final Map<String, List<SampleResult>> samples;

    private FinishedRun(
            Path folder,
            SuitePlan plan,
            JsonObject provenance,
            Map<String, List<SampleResult>> samples) {
        this.folder = folder;
        this.plan = plan;
        this.provenance = provenance;
        this.samples = samples;
    }

    /**
     * Reads a folder.
     *
     * @param folder of a suite run
     * @return the run
     * @throws ExitBenchException if it is not finished, or a file is damaged
     */
    public static FinishedRun read(Path folder) {
        if (!Files.exists(folder.resolve(ResultFolder.RESULTS))) {
            throw new ExitBenchException(
                    folder + " holds no finished suite run; run the suite to its end.");
        }
        Path provenance = folder.resolve(PROVENANCE);
        try {
            return new FinishedRun(
                    folder,
                    ResultFolder.plan(folder),
                    RecordJson.parse(Files.readString(provenance), JsonObject.class),
                    SamplesFile.read(folder.resolve(SAMPLES)).stream()
                            .collect(Collectors.groupingBy(SampleResult::runId)));
        } catch (IOException | JsonParseException e) {
            throw new ExitBenchException(
                    provenance + " cannot be read; run exitbench score on its folder.", e);
        }
    }

    /**
     * @return what was planned
     */
    public SuitePlan plan() {
        return plan;
    }

    /**
     * @param name of a plain value of {@code run.json}
     * @return its text, empty if it is not there
     */
    public String text(String name) {
        JsonElement value = provenance.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /**
     * @return whether its protocol completes lines, which have little syntax of their own
     */
    public boolean completesLines() {
        String used = text("protocol");
        return Arrays.stream(Protocol.values())
                .anyMatch(protocol -> protocol.id().equals(used) && protocol.completesLines());
    }

    /**
     * @return what a reader must know before any number
     */
    public List<String> notices() {
        return sentences("notices");
    }

    /**
     * @param name of a list of sentences in {@code run.json}
     * @return the sentences; none if it is not there
     */
    public List<String> sentences(String name) {
        List<String> sentences = new ArrayList<>();
        if (provenance.get(name) instanceof JsonArray known) {
            known.forEach(sentence -> sentences.add(sentence.getAsString()));
        }
        return sentences;
    }

    /**
     * @return all of {@code run.json}
     */
    public JsonObject provenance() {
        return provenance.deepCopy();
    }

    /**
     * @param runId of a run
     * @return why it failed, in one sentence; nothing if it did not
     */
    public Optional<String> failure(String runId) {
        if (!has(FAILURES)) {
            return Optional.empty();
        }
        return table(FAILURES).records().stream()
                .filter(row -> runId.equals(row.get("run_id")))
                .map(row -> row.getOrDefault("reason", ""))
                .findFirst();
    }

    /**
     * @return names of the pictures of quality against exit depth, one for each K/V policy of the
     *     plan
     */
    public List<String> pictures() {
        return plan.runs().stream()
                .map(run -> picture(run.identity().kvPolicy()))
                .distinct()
                .filter(this::has)
                .toList();
    }

    static String picture(String policy) {
        return "quality-" + policy + ".png";
    }

    /**
     * @param runId of a run
     * @return its samples with their scores, none if it failed
     */
    public List<SampleResult> samples(String runId) {
        return samples.getOrDefault(runId, List.of());
    }

    /**
     * @param name of a file
     * @return whether the run has it
     */
    public boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /**
     * @param name of a file of the run
     * @return its content
     */
    public byte[] file(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * @param name of a CSV file of the run
     * @return its rows
     */
    public Table table(String name) {
        Path file = folder.resolve(name);
        try {
            List<List<String>> rows = Csv.read(file);
            if (!rows.isEmpty()) {
                return new Table(rows.get(0), rows.subList(1, rows.size()));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
        throw unreadable(file, null);
    }

    private static ExitBenchException unreadable(Path file, Throwable cause) {
        return new ExitBenchException(
                file + " cannot be read; run exitbench score on its folder.", cause);
    }
}
