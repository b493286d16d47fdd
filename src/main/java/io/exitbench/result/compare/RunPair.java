package io.exitbench.result.compare;

import java.util.List;
import java.util.Optional;

/**
 * One run in both results.
 *
 * @param run strategy, parameters and K/V policy; both policies where they differ
 * @param samples that both have
 * @param otherCompletions how many of them have other completions; nothing if they were not kept
 * @param changes what became of its scores and costs
 * @param refusals what is not compared, and why
 */
public record RunPair(
        String run,
        int samples,
        Optional<Long> otherCompletions,
        List<Change> changes,
        List<String> refusals) {

    /** Copies the lists. */
    public RunPair {
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }

    /**
     * @param metric as of {@link Change#metric()}
     * @return its change, if it could be compared
     */
    public Optional<Change> change(String metric) {
        return changes.stream().filter(change -> change.metric().equals(metric)).findFirst();
    }
}
