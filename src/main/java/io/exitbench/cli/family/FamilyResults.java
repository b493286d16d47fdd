package io.exitbench.cli.family;

import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import io.exitbench.result.statistics.ParetoFrontier;
import io.exitbench.result.statistics.TradeOff;
import io.exitbench.result.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What families reach in one suite run, from its {@code results.csv}. */
final class FamilyResults {
    private static final int POINTS = 3;

    private final List<Map<String, String>> runs;
    private final ParetoFrontier frontier;

    private FamilyResults(List<Map<String, String>> runs) {
        this.runs = runs;
        frontier =
                ParetoFrontier.of(
                        runs.stream()
                                .filter(FamilyResults::counts)
                                .map(FamilyResults::point)
                                .toList());
    }

    /**
     * @param folder with {@code results.csv}
     * @throws ExitBenchException if there is none
     */
    static FamilyResults of(Path folder) {
        try {
            List<List<String>> rows = Csv.read(folder.resolve("results.csv"));
            List<Map<String, String>> records =
                    new Table(rows.get(0), rows.subList(1, rows.size())).records();
            String model = records.get(0).get("model");
            // What was tuned is compared, and not the model that it was tuned from.
            return new FamilyResults(
                    records.stream().filter(run -> run.get("model").equals(model)).toList());
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new ExitBenchException(
                    folder + " holds no results; give a folder with results.csv.", e);
        }
    }

    String suite() {
        return runs.get(0).get("suite");
    }

    /** Whether a run may be on the frontier: it was timed, and nobody told it the answer. */
    private static boolean counts(Map<String, String> run) {
        return !Boolean.parseBoolean(run.get("cheats"))
                && !cell(run, "latency_forced_ms_per_token").isEmpty()
                && !cell(run, "edit_similarity").isEmpty();
    }

    private static TradeOff point(Map<String, String> run) {
        return new TradeOff(
                label(run),
                Double.parseDouble(run.get("latency_forced_ms_per_token")),
                Double.parseDouble(run.get("edit_similarity")));
    }

    private static String label(Map<String, String> run) {
        return run.get("strategy") + " " + run.get("parameters") + " " + run.get("kv_policy");
    }

    /** At most three runs of a family: the shallowest, one in the middle and the deepest. */
    private List<Map<String, String>> points(String family) {
        List<Map<String, String>> own =
                new ArrayList<>(
                        runs.stream().filter(run -> run.get("strategy").equals(family)).toList());
        own.sort(Comparator.comparingDouble(FamilyResults::depth));
        if (own.size() <= POINTS) {
            return own;
        }
        List<Map<String, String>> few = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            few.add(own.get(i * (own.size() - 1) / (POINTS - 1)));
        }
        return few;
    }

    private static double depth(Map<String, String> run) {
        String depth = cell(run, "mean_layers");
        return depth.isEmpty() ? Double.MAX_VALUE : Double.parseDouble(depth);
    }

    private static String cell(Map<String, String> run, String column) {
        return run.getOrDefault(column, "");
    }

    /** A cell of the table: a line for each point, those on the frontier in bold. */
    String cell(String family) {
        String cell = points(family).stream().map(this::line).collect(Collectors.joining("<br>"));
        return cell.isEmpty() ? "not run" : cell;
    }

    private String line(Map<String, String> run) {
        String settings = cell(run, "parameters").isEmpty() ? "" : cell(run, "parameters") + ": ";
        String line =
                settings
                        + withInterval(run, "edit_similarity", "edit_similarity_ci")
                        + "; "
                        + withInterval(run, "time_forced_saved_pct", "time_forced_saved_ci");
        return frontier.contains(label(run)) && counts(run) ? "**" + line + "**" : line;
    }

    /** Whether a run of the family is on the frontier. */
    boolean isOnFrontier(String family) {
        return runs.stream()
                .filter(run -> run.get("strategy").equals(family) && counts(run))
                .anyMatch(run -> frontier.contains(label(run)));
    }

    private static String withInterval(Map<String, String> run, String column, String interval) {
        String value = rounded(cell(run, column));
        String[] ends = cell(run, interval).split("\\.\\.", 2);
        return ends.length < 2
                ? value
                : value + " [" + rounded(ends[0]) + ", " + rounded(ends[1]) + "]";
    }

    private static String rounded(String number) {
        return number.isEmpty()
                ? "unknown"
                : String.format(Locale.ROOT, "%.1f", Double.parseDouble(number));
    }
}
