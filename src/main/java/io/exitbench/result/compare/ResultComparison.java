package io.exitbench.result.compare;

import io.exitbench.result.score.SampleResult;
import io.exitbench.result.score.ScoreComparisons;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two results, run by run. Quality is paired by sample; costs are compared only where both were
 * measured on one machine, with one meter, and under one K/V policy.
 *
 * @param pairs runs that both have
 * @param onlyBefore runs that only the first has
 * @param onlyAfter runs that only the second has
 */
public record ResultComparison(
        List<RunPair> pairs, List<String> onlyBefore, List<String> onlyAfter) {
    /** What makes two times comparable. */
    private static final List<String> MACHINE =
            List.of("device", "machine.cpu", "machine.cores", "compute_type", "threads");

    /**
     * Compares.
     *
     * @param before what is held against
     * @param after what is held against it
     * @return the comparison
     */
    public static ResultComparison of(StoredResult before, StoredResult after) {
        Map<String, Map<String, String>> left = new LinkedHashMap<>(before.runs());
        Map<String, Map<String, String>> right = new LinkedHashMap<>(after.runs());
        List<RunPair> pairs = new ArrayList<>();
        List<String> same = left.keySet().stream().filter(right::containsKey).toList();
        for (String run : same) {
            pairs.add(pair(before, after, run, left.remove(run), right.remove(run)));
        }
        // The same strategy under another policy: its quality can be compared, its costs cannot.
        for (String run : List.copyOf(left.keySet())) {
            Map<String, String> one = left.get(run);
            Optional<String> other =
                    right.entrySet().stream()
                            .filter(e -> after.name(e.getValue()).equals(before.name(one)))
                            .map(Map.Entry::getKey)
                            .findFirst();
            if (other.isPresent()) {
                left.remove(run);
                pairs.add(
                        pair(
                                before,
                                after,
                                run + " and " + other.get(),
                                one,
                                right.remove(other.get())));
            }
        }
        return new ResultComparison(pairs, List.copyOf(left.keySet()), List.copyOf(right.keySet()));
    }

    private static RunPair pair(
            StoredResult before,
            StoredResult after,
            String name,
            Map<String, String> one,
            Map<String, String> other) {
        List<SampleResult> first = before.samples(one);
        List<SampleResult> second = after.samples(other);
        List<Change> changes = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        PairedScores paired = new PairedScores(first, second);
        if (paired.samples() > 0) {
            changes.addAll(paired.changes(before.text("language"), seed(before)));
            if (paired.otherPrompts() > 0) {
                refusals.add(
                        paired.otherPrompts()
                                + " of the "
                                + paired.samples()
                                + " samples had other prompts, so they are not the same task.");
            }
        } else {
            changes.addAll(unpaired(one, other));
            refusals.add(
                    first.isEmpty() || second.isEmpty()
                            ? "Scores are not paired: samples.jsonl was not kept in both."
                            : "Scores are not paired: the results have no sample in common.");
        }
        costs(before, after, one, other, changes, refusals);
        return new RunPair(
                name,
                paired.samples(),
                paired.samples() == 0 ? Optional.empty() : Optional.of(paired.otherCompletions()),
                changes,
                refusals);
    }

    private static long seed(StoredResult result) {
        String seed = result.text("seed");
        return seed.isEmpty() ? 0 : Long.parseLong(seed);
    }

    private static List<Change> unpaired(Map<String, String> one, Map<String, String> other) {
        List<Change> changes = new ArrayList<>();
        for (String metric : ScoreComparisons.METRICS) {
            OptionalDouble from = number(one.get(metric));
            OptionalDouble to = number(other.get(metric));
            if (from.isPresent() && to.isPresent()) {
                changes.add(
                        Change.ofScore(
                                metric, from.getAsDouble(), to.getAsDouble(), Optional.empty()));
            }
        }
        return changes;
    }

    private static OptionalDouble number(String text) {
        return text == null || text.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(text));
    }

    private static void costs(
            StoredResult before,
            StoredResult after,
            Map<String, String> one,
            Map<String, String> other,
            List<Change> changes,
            List<String> refusals) {
        Optional<String> obstacle = obstacle(before, after, one, other);
        if (obstacle.isPresent()) {
            refusals.add("Costs are not compared: " + obstacle.get() + ".");
            return;
        }
        List<SampleResult> first = before.samples(one);
        List<SampleResult> second = after.samples(other);
        add(
                Change.TIME,
                PairedScores.millis(first, second),
                PairedScores.millis(second, first),
                changes,
                refusals);
        if (!before.text("energy_source").equals(after.text("energy_source"))) {
            refusals.add(
                    "Energy is not compared: the meters differ, "
                            + differ(before, after, "energy_source")
                            + ".");
        } else if (!PairedScores.timed(first).equals(PairedScores.timed(second))) {
            refusals.add("Energy is not compared: it was measured over other samples.");
        } else {
            int completions = Math.max(1, PairedScores.timed(first).size());
            add(
                    Change.ENERGY,
                    shared(before.joules(one), completions),
                    shared(after.joules(other), completions),
                    changes,
                    refusals);
        }
    }

    private static double[] shared(double[] values, int among) {
        return java.util.Arrays.stream(values).map(value -> value / among).toArray();
    }

    private static void add(
            String metric,
            double[] before,
            double[] after,
            List<Change> changes,
            List<String> refusals) {
        CostRatio.of(before, after)
                .ifPresentOrElse(
                        ratio ->
                                changes.add(
                                        Change.ofCost(
                                                metric,
                                                ratio.before(),
                                                ratio.after(),
                                                ratio.percent(),
                                                ratio.interval())),
                        () ->
                                refusals.add(
                                        "The "
                                                + metric
                                                + " is not compared: it is not known of both."));
    }

    private static Optional<String> obstacle(
            StoredResult before,
            StoredResult after,
            Map<String, String> one,
            Map<String, String> other) {
        if (!one.get("kv_policy").equals(other.get("kv_policy"))) {
            return Optional.of(
                    "the K/V policies differ, "
                            + one.get("kv_policy")
                            + " and "
                            + other.get("kv_policy"));
        }
        return MACHINE.stream()
                .filter(name -> !before.text(name).equals(after.text(name)))
                .filter(name -> !before.text(name).isEmpty() && !after.text(name).isEmpty())
                .map(name -> name + " differs, " + differ(before, after, name))
                .findFirst();
    }

    private static String differ(StoredResult before, StoredResult after, String name) {
        return "\"" + before.text(name) + "\" and \"" + after.text(name) + "\"";
    }
}
