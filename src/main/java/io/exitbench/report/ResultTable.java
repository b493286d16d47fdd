package io.exitbench.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import io.exitbench.result.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The results of a suite run as a table for other pages, under the conditions they were measured
 * in, so that what is said of them elsewhere is what lies in {@code results.csv} and {@code
 * run.json}.
 */
public final class ResultTable {
    private static final List<String> COLUMNS =
            List.of(
                    "strategy",
                    "parameters",
                    "kv_policy",
                    "model",
                    "cheats",
                    "exact_match",
                    "exact_match_ci",
                    "edit_similarity",
                    "edit_similarity_ci",
                    "agreement",
                    "agreement_ci",
                    "agreement_forced",
                    "mean_layers",
                    "layer_passes",
                    "layer_rows",
                    "latency_ms_per_token",
                    "latency_forced_ms_per_token",
                    "compute_forced_saved_pct",
                    "time_forced_saved_pct",
                    "time_forced_saved_ci",
                    "energy_forced_saved_pct",
                    "energy_forced_saved_ci");

    private final Table results;
    private final JsonObject provenance;

    private ResultTable(Table results, JsonObject provenance) {
        this.results = results;
        this.provenance = provenance;
    }

    /**
     * Reads a result.
     *
     * @param folder with {@code results.csv} and {@code run.json}
     * @return the result
     * @throws ExitBenchException if either is not there or damaged
     */
    public static ResultTable of(Path folder) {
        try {
            List<List<String>> rows = Csv.read(folder.resolve("results.csv"));
            return new ResultTable(
                    new Table(rows.get(0), rows.subList(1, rows.size())),
                    JsonParser.parseString(Files.readString(folder.resolve("run.json")))
                            .getAsJsonObject());
        } catch (IOException
                | JsonParseException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException e) {
            throw new ExitBenchException(
                    folder + " holds no result; give a folder with results.csv and run.json.", e);
        }
    }

    /**
     * @return name of the part of a page that it stands in: {@code results} and the suite's name
     */
    public String part() {
        return "results " + results.records().get(0).get("suite");
    }

    /**
     * @return all columns of {@code results.csv}, for machines
     */
    public Table results() {
        return results;
    }

    /**
     * @return the same as {@link #markdown()} for a paper: the conditions as comments, and a table
     *     for the package booktabs
     */
    public String latex() {
        Table cells = cells();
        return LatexTable.text(
                conditions().stream().flatMap(String::lines).toList(),
                cells.header(),
                cells.rows());
    }

    /**
     * @return the columns that it is made of, named and exact as in {@code results.csv}
     */
    public String csv() {
        Map<String, String> names = new LinkedHashMap<>();
        COLUMNS.forEach(name -> names.put(name, name));
        Table main = results.select(names);
        List<List<String>> rows = new ArrayList<>(List.of(main.header()));
        rows.addAll(main.rows());
        return Csv.text(rows);
    }

    /**
     * @return what the numbers hold under, in sentences
     */
    public List<String> conditions() {
        Map<String, String> full = results.records().get(0);
        List<String> sentences = new ArrayList<>();
        sentences.add(
                String.format(
                        "Suite `%s` at commit `%s`: %s completions a run on `%s` by `%s`, greedy, seed"
                                + " %s.",
                        full.get("suite"),
                        value("git_commit"),
                        full.get("samples"),
                        full.get("dataset"),
                        full.get("model"),
                        full.get("seed")));
        sentences.add(
                "Time and energy over "
                        + measured()
                        + " of them in "
                        + value("blocks")
                        + " blocks on "
                        + full.get("device")
                        + "; "
                        + full.get("energy_source")
                        + ".");
        sentences.add(value("tier_verdict"));
        sentences.add(value("protocol_text"));
        intervals().ifPresent(sentences::add);
        if (provenance.get("matched_sentences") instanceof JsonArray matched) {
            matched.forEach(sentence -> sentences.add(sentence.getAsString()));
        }
        return sentences;
    }

    /**
     * @return conditions, a blank line, and a row for each run
     */
    public String markdown() {
        Table cells = cells();
        StringBuilder text = new StringBuilder(String.join("\n", conditions())).append("\n\n");
        line(text, cells.header());
        line(text, cells.header().stream().map(name -> "---").toList());
        cells.rows().forEach(row -> line(text, row));
        return text.toString();
    }

    /** Of scores and savings those that the runs have. */
    private Optional<String> intervals() {
        List<String> parts = new ArrayList<>();
        if (!firstOf("interval_unit").isEmpty()) {
            parts.add("of scores over " + units("interval_units", "interval_unit"));
        }
        if (!firstOf("saved_ci_unit").isEmpty()) {
            String units = units("saved_ci_units", "saved_ci_unit");
            parts.add("of savings over " + value("blocks") + " blocks and " + units);
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("In brackets: 95 % intervals, " + String.join(", ", parts) + ".");
    }

    private String units(String count, String unit) {
        return firstOf(count) + " " + firstOf(unit) + "s";
    }

    /** Of the first run that has it: full depth saves nothing, and a model may say nothing. */
    private String firstOf(String column) {
        return results.records().stream()
                .map(run -> run.getOrDefault(column, ""))
                .filter(cell -> !cell.isEmpty())
                .findFirst()
                .orElse("");
    }

    private int measured() {
        return provenance.has("schedule")
                ? provenance.getAsJsonObject("schedule").getAsJsonArray("sample_ids").size()
                : 0;
    }

    private String value(String name) {
        JsonElement value = provenance.get(name);
        return value == null || value.isJsonNull() ? "unknown" : value.getAsString();
    }

    /** A row for each run, without columns that no run has anything of. */
    private Table cells() {
        List<Map<String, String>> cells = results.records().stream().map(this::cells).toList();
        return new Table(
                        List.copyOf(cells.get(0).keySet()),
                        cells.stream().map(row -> List.copyOf(row.values())).toList())
                .withoutEmptyColumns();
    }

    /** The headings, and under each what a run has of it. */
    private Map<String, String> cells(Map<String, String> run) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("strategy", name(run));
        cells.put("K/V", run.get("kv_policy"));
        cells.put("Exact Match", withInterval(run, "exact_match"));
        cells.put("Edit Similarity", withInterval(run, "edit_similarity"));
        cells.put("agreement", withInterval(run, "agreement"));
        cells.put("on equal text", rounded(run, "agreement_forced"));
        cells.put("exit depth", rounded(run, "mean_layers"));
        cells.put("passes", rounded(run, "layer_passes"));
        cells.put("rows", rounded(run, "layer_rows"));
        cells.put("ms/token", rounded(run, "latency_ms_per_token"));
        cells.put("on equal text, ms", rounded(run, "latency_forced_ms_per_token"));
        cells.put("compute saved %", rounded(run, "compute_forced_saved_pct"));
        cells.put("time saved %", saved(run, "time_forced_saved"));
        cells.put("energy saved %", saved(run, "energy_forced_saved"));
        return cells;
    }

    private String name(Map<String, String> run) {
        StringBuilder name = new StringBuilder(run.get("strategy"));
        if (!run.get("parameters").isEmpty()) {
            name.append(' ').append(run.get("parameters"));
        }
        if (!run.get("model").equals(results.records().get(0).get("model"))) {
            name.append(" of ").append(run.get("model"));
        }
        if (Boolean.parseBoolean(run.get("cheats"))) {
            name.append(" (told the answer)");
        }
        return name.toString();
    }

    private static String withInterval(Map<String, String> run, String column) {
        return withInterval(rounded(run, column), run.getOrDefault(column + "_ci", ""));
    }

    private static String saved(Map<String, String> run, String cost) {
        return withInterval(rounded(run, cost + "_pct"), run.getOrDefault(cost + "_ci", ""));
    }

    private static String withInterval(String value, String interval) {
        String[] ends = interval.split("\\.\\.", 2);
        return ends.length < 2
                ? value
                : value + " [" + rounded(ends[0]) + ", " + rounded(ends[1]) + "]";
    }

    private static String rounded(Map<String, String> run, String column) {
        return rounded(run.getOrDefault(column, ""));
    }

    private static String rounded(String number) {
        return number.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.1f", Double.parseDouble(number));
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
