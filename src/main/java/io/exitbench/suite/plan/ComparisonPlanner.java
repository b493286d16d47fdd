package io.exitbench.suite.plan;

import io.exitbench.result.record.ComparisonPlan;
import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.record.DeclaredFamily.Repetition;
import io.exitbench.strategy.Looseness;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Declares what is compared among the runs of the first batch size, from what strategies declare of
 * themselves: threshold rules and learned strategies, each ordered from tight to loose. Nothing
 * that is measured plays a part.
 */
final class ComparisonPlanner {
    private static final Set<StrategyRole> COMPARED =
            Set.of(StrategyRole.THRESHOLD_RULE, StrategyRole.LEARNED);

    private ComparisonPlanner() {}

    /**
     * @param runs of the plan, in order
     * @param margin points of Edit Similarity that may be lost
     * @return the comparisons
     */
    static ComparisonPlan of(List<PlannedRun> runs, double margin) {
        Map<Key, Map<String, SortedMap<Double, String>>> families = new LinkedHashMap<>();
        for (PlannedRun run : runs) {
            boolean first = batch(run) == batch(runs.get(0));
            if (first && COMPARED.contains(run.variant().role())) {
                families.computeIfAbsent(Key.of(run), key -> new LinkedHashMap<>())
                        .computeIfAbsent(run.variant().trainingSeed(), seed -> new TreeMap<>())
                        .putIfAbsent(degree(run.variant()), run.record().runId());
            }
        }
        List<DeclaredFamily> declared = new ArrayList<>();
        families.forEach((key, seeds) -> family(key, seeds).ifPresent(declared::add));
        return new ComparisonPlan(margin, declared);
    }

    private static int batch(PlannedRun run) {
        return run.record().identity().batch();
    }

    private record Key(String family, StrategyRole role, String kvPolicy) {
        static Key of(PlannedRun run) {
            return new Key(
                    run.variant().family(),
                    run.variant().role(),
                    run.record().identity().kvPolicy());
        }
    }

    /** Settings that not every seed has, since a pattern chose the strategies, are left out. */
    private static Optional<DeclaredFamily> family(
            Key key, Map<String, SortedMap<Double, String>> seeds) {
        Set<Double> common = new TreeSet<>(seeds.values().iterator().next().keySet());
        seeds.values().forEach(settings -> common.retainAll(settings.keySet()));
        List<Repetition> repetitions = new ArrayList<>();
        seeds.forEach(
                (seed, settings) ->
                        repetitions.add(
                                new Repetition(seed, common.stream().map(settings::get).toList())));
        return common.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DeclaredFamily(
                                key.family() + " [" + key.kvPolicy() + "]",
                                key.role(),
                                key.kvPolicy(),
                                repetitions));
    }

    private static double degree(StrategyVariant variant) {
        return variant.looseness().map(Looseness::degree).orElse(0.0);
    }
}
