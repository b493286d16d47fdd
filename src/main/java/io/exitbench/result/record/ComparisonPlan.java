package io.exitbench.result.record;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The primary comparisons, declared before anything is measured: each family's tightest setting
 * against full depth, and each learned family against the best threshold rule where both cost the
 * same. These alone are corrected for their number; all others are exploratory.
 *
 * @param margin points of Edit Similarity that may be lost and quality still counts as kept
 * @param families threshold rules and learned strategies, in the order of the plan
 */
public record ComparisonPlan(double margin, List<DeclaredFamily> families) {
    /** Of a plan that declares nothing, as older ones do. */
    public static final ComparisonPlan NONE = new ComparisonPlan(1, List.of());

    /** Copies the list. */
    public ComparisonPlan {
        families = List.copyOf(families);
    }

    /**
     * @return the runs that are compared with full depth
     */
    public Set<String> primaryRuns() {
        return families.stream()
                .flatMap(family -> family.repetitions().stream())
                .map(DeclaredFamily.Repetition::primaryRun)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param learned a family
     * @return the threshold rules that it is compared with: those under its K/V policy
     */
    public List<DeclaredFamily> rulesFor(DeclaredFamily learned) {
        return families.stream()
                .filter(family -> !family.isLearned())
                .filter(family -> family.kvPolicy().equals(learned.kvPolicy()))
                .toList();
    }
}
