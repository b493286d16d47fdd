package io.exitbench.result.compare;

import io.exitbench.result.score.SampleResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Costs of one run in two results: only where both were measured on one machine, under one K/V
 * policy, and for energy with one meter over the same samples.
 */
final class PairedCosts {
    /** What makes two times comparable. */
    private static final List<String> MACHINE =
            List.of("device", "machine.cpu", "machine.cores", "compute_type", "threads");

    private final List<Change> changes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final StoredResult before;
    private final StoredResult after;

    /**
     * @param before a result
     * @param after the result held against it
     * @param one a row of the first
     * @param other a row of the second
     */
    PairedCosts(
            StoredResult before,
            StoredResult after,
            Map<String, String> one,
            Map<String, String> other) {
        this.before = before;
        this.after = after;
        List<SampleResult> first = before.timed(one);
        List<SampleResult> second = after.timed(other);
        Optional<String> obstacle = obstacle(one, other);
        if (obstacle.isPresent()) {
            refusals.add("Costs are not compared: " + obstacle.get() + ".");
        } else if (first.isEmpty() || second.isEmpty()) {
            refusals.add(
                    "Costs are not compared: no times were kept in "
                            + (first.isEmpty() ? before : after).folder()
                            + ", where they would be in samples.jsonl.");
        } else {
            add(Change.TIME, millis(first, second), millis(second, first));
            addEnergy(first, second, before.joules(one), after.joules(other));
        }
    }

    /**
     * @return what became of time and energy
     */
    List<Change> changes() {
        return changes;
    }

    /**
     * @return what is not compared, and why
     */
    List<String> refusals() {
        return refusals;
    }

    private void addEnergy(
            List<SampleResult> first,
            List<SampleResult> second,
            double[] joules,
            double[] otherJoules) {
        if (!before.text("energy_source").equals(after.text("energy_source"))) {
            refusals.add(
                    "Energy is not compared: the meters differ, " + differ("energy_source") + ".");
        } else if (!ids(first).equals(ids(second))) {
            refusals.add("Energy is not compared: it was measured over other samples.");
        } else {
            add(Change.ENERGY, shared(joules, first.size()), shared(otherJoules, first.size()));
        }
    }

    private void add(String metric, double[] from, double[] to) {
        CostRatio.of(from, to)
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

    private Optional<String> obstacle(Map<String, String> one, Map<String, String> other) {
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
                .map(name -> name + " differs, " + differ(name))
                .findFirst();
    }

    private String differ(String name) {
        return "\"" + before.text(name) + "\" and \"" + after.text(name) + "\"";
    }

    /** Milliseconds of a completion in each block, over samples whose time both have. */
    private static double[] millis(List<SampleResult> samples, List<SampleResult> others) {
        Set<String> timed = ids(others);
        List<SampleResult> common =
                samples.stream().filter(s -> timed.contains(s.sampleId())).toList();
        int blocks = common.stream().mapToInt(s -> s.latencyMs().length).min().orElse(0);
        double[] millis = new double[blocks];
        for (int block = 0; block < blocks; block++) {
            int at = block;
            millis[block] =
                    common.stream().mapToDouble(s -> s.latencyMs()[at]).average().orElseThrow();
        }
        return millis;
    }

    private static Set<String> ids(List<SampleResult> samples) {
        return samples.stream()
                .map(SampleResult::sampleId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static double[] shared(double[] values, int among) {
        return Arrays.stream(values).map(value -> value / among).toArray();
    }
}
