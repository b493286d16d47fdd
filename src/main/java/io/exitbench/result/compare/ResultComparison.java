package io.exitbench.result.compare;

import io.exitbench.result.score.CompletedSample;
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
        List<CompletedSample> first = before.completions(one);
        List<CompletedSample> second = after.completions(other);
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
                            ? "Scores are not paired: no completions were kept in "
                                    + (first.isEmpty() ? before : after).folder()
                                    + ", where they would be in completions.jsonl or"
                                    + " samples.jsonl."
                            : "Scores are not paired: the results have no sample in common.");
        }
        PairedCosts costs = new PairedCosts(before, after, one, other);
        changes.addAll(costs.changes());
        refusals.addAll(costs.refusals());
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
}
