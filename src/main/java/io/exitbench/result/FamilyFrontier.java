package io.exitbench.result;

import io.exitbench.result.statistics.OracleGap;
import io.exitbench.result.statistics.ParetoFrontier;
import io.exitbench.result.statistics.TradeOff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What all parameters of a strategy reach together.
 *
 * @param strategy name of the family
 * @param kvPolicy of its runs
 * @param cost {@code layers} or {@code energy}
 * @param frontier runs that none of the family beats, in agreement against the cost
 * @param hypervolume of the frontier, 0 to 1
 * @param shareOfGap 0 for the best threshold rule, 1 for the oracle
 */
public record FamilyFrontier(
        String strategy,
        String kvPolicy,
        String cost,
        ParetoFrontier frontier,
        double hypervolume,
        OptionalDouble shareOfGap) {

    private static final double FULL_AGREEMENT = 100;
    private static final Set<String> THRESHOLD_RULES = Set.of("softmax-confidence", "entropy");
    private static final String ORACLE = "oracle";

    /**
     * Draws the frontiers of all families.
     *
     * @param runs of a suite
     * @return for each K/V policy and family one by layers and, where energy is known, one by
     *     energy
     */
    public static List<FamilyFrontier> of(List<RunResult> runs) {
        List<FamilyFrontier> frontiers = new ArrayList<>();
        Map<String, List<RunResult>> policies = grouped(runs, run -> run.identity().kvPolicy());
        policies.forEach(
                (policy, members) -> {
                    frontiers.addAll(by("layers", policy, members, RunResult::meanLayers));
                    if (members.stream().allMatch(r -> r.cost().energyPerSample().isPresent())) {
                        frontiers.addAll(
                                by(
                                        "energy",
                                        policy,
                                        members,
                                        r -> r.cost().energyPerSample().getAsDouble()));
                    }
                });
        return frontiers;
    }

    private static List<FamilyFrontier> by(
            String name, String policy, List<RunResult> runs, ToDoubleFunction<RunResult> cost) {
        List<RunResult> known =
                runs.stream().filter(run -> run.quality().agreement().isPresent()).toList();
        double worst = known.stream().mapToDouble(cost).max().orElse(0);
        if (!(worst > 0)) {
            return List.of();
        }
        Map<String, ParetoFrontier> frontiers = new LinkedHashMap<>();
        Map<String, Double> volumes = new LinkedHashMap<>();
        grouped(known, run -> run.identity().strategy())
                .forEach(
                        (strategy, members) -> {
                            ParetoFrontier frontier =
                                    ParetoFrontier.of(
                                            members.stream().map(r -> point(r, cost)).toList());
                            frontiers.put(strategy, frontier);
                            volumes.put(strategy, frontier.hypervolume(worst, FULL_AGREEMENT));
                        });
        List<Double> rules =
                volumes.entrySet().stream()
                        .filter(entry -> THRESHOLD_RULES.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        OracleGap gap = OracleGap.of(rules, volumes.getOrDefault(ORACLE, 0.0));
        List<FamilyFrontier> families = new ArrayList<>();
        frontiers.forEach(
                (strategy, frontier) ->
                        families.add(
                                new FamilyFrontier(
                                        strategy,
                                        policy,
                                        name,
                                        frontier,
                                        volumes.get(strategy),
                                        gap.share(volumes.get(strategy)))));
        return families;
    }

    private static TradeOff point(RunResult run, ToDoubleFunction<RunResult> cost) {
        return new TradeOff(
                run.label(), cost.applyAsDouble(run), run.quality().agreement().getAsDouble());
    }

    private static Map<String, List<RunResult>> grouped(
            List<RunResult> runs, java.util.function.Function<RunResult, String> key) {
        Map<String, List<RunResult>> groups = new LinkedHashMap<>();
        runs.forEach(
                run -> groups.computeIfAbsent(key.apply(run), k -> new ArrayList<>()).add(run));
        return groups;
    }
}
