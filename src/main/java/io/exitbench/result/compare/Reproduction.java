package io.exitbench.result.compare;

import io.exitbench.result.score.CompletedSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What differs between a result and the same run again.
 *
 * @param conditions what it was made under: versions, machine, commit; each as {@code name: one ->
 *     other}
 * @param results what must be equal: runs, scores, exit layers, completions
 */
public record Reproduction(List<String> conditions, List<String> results) {
    /** Measured on the spot, so never twice the same. */
    private static final List<String> COSTS =
            List.of("latency", "energy", "time_", "tokens_per_second", "overhead", "saved_ci_");

    /** Follows from when, where and how fast it ran. */
    private static final List<String> OF_THE_DAY =
            List.of(
                    "finished",
                    "sessions",
                    "schedule.",
                    "idle_watts",
                    "notices",
                    "tier_verdict",
                    "for_publication");

    /**
     * Holds a repetition against the original. Times and energies are left out.
     *
     * @param original the result
     * @param again the same run again
     * @return all differences
     */
    public static Reproduction of(StoredResult original, StoredResult again) {
        return new Reproduction(conditions(original, again), results(original, again));
    }

    private static List<String> conditions(StoredResult original, StoredResult again) {
        Map<String, String> one = original.values();
        Map<String, String> other = again.values();
        TreeSet<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        return names.stream()
                .filter(name -> OF_THE_DAY.stream().noneMatch(name::startsWith))
                .filter(name -> !Objects.equals(one.get(name), other.get(name)))
                .map(name -> difference(name, one.get(name), other.get(name)))
                .toList();
    }

    private static List<String> results(StoredResult original, StoredResult again) {
        List<String> differences = new ArrayList<>();
        Map<String, Map<String, String>> others = again.runs();
        original.runs()
                .forEach(
                        (run, row) -> {
                            Map<String, String> other = others.remove(run);
                            if (other == null) {
                                differences.add(run + ": missing in the repetition");
                            } else {
                                addRow(run, row, other, differences);
                                addCompletions(
                                        run,
                                        original.completions(row),
                                        again.completions(other),
                                        differences);
                            }
                        });
        others.keySet().forEach(run -> differences.add(run + ": only in the repetition"));
        return differences;
    }

    private static void addRow(
            String run,
            Map<String, String> row,
            Map<String, String> other,
            List<String> differences) {
        row.forEach(
                (column, value) -> {
                    boolean counts =
                            COSTS.stream().noneMatch(column::contains)
                                    && !column.equals("device")
                                    && other.containsKey(column);
                    if (counts && !value.equals(other.get(column))) {
                        differences.add(run + ", " + difference(column, value, other.get(column)));
                    }
                });
    }

    private static void addCompletions(
            String run,
            List<CompletedSample> samples,
            List<CompletedSample> others,
            List<String> differences) {
        if (samples.isEmpty() || others.isEmpty()) {
            return;
        }
        Map<String, String> completions = new HashMap<>();
        others.forEach(sample -> completions.put(sample.sampleId(), sample.completion()));
        long different =
                samples.stream()
                        .filter(s -> !s.completion().equals(completions.get(s.sampleId())))
                        .count();
        if (different > 0) {
            differences.add(
                    run + ": " + different + " of " + samples.size() + " completions differ");
        }
    }

    private static String difference(String name, String one, String other) {
        return name + ": " + shown(one) + " -> " + shown(other);
    }

    private static String shown(String value) {
        if (value == null || value.isEmpty()) {
            return "(none)";
        }
        int most = 80;
        return value.length() > most ? value.substring(0, most) + "…" : value;
    }
}
