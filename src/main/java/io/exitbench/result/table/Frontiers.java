package io.exitbench.result.table;

import io.exitbench.result.statistics.OracleGap;
import io.exitbench.result.statistics.ParetoFrontier;
import io.exitbench.result.statistics.TradeOff;
import io.exitbench.strategy.StrategyRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The frontiers of a suite: for each K/V policy, quality and cost one for each strategy over its
 * parameters, and one for all strategies that could be deployed. Hypervolumes are measured from the
 * cost of full depth, so that a run which costs more adds nothing. The share of the gap is known
 * for agreement only: an oracle is told the full model's tokens, not the right ones.
 */
public final class Frontiers {
    /** Stands for all strategies but those that are told the answer. */
    public static final String ALL = "all but cheating";

    private static final double BEST_QUALITY = 100;
    private static final String AGREEMENT = "agreement";

    /** Whose runs make a frontier: a name may stand for honest strategies and for others. */
    private record Family(String strategy, StrategyRole role) {
        static Family of(RunResult run) {
            return new Family(run.identity().strategy(), run.run().role());
        }
    }

    private static final Family DEPLOYABLE = new Family(ALL, StrategyRole.CANDIDATE);

    /** Something of a run that a frontier is drawn over. */
    private record Axis(String name, Function<RunResult, OptionalDouble> of) {}

    private static final List<Axis> QUALITIES =
            List.of(
                    new Axis(AGREEMENT, run -> run.score(AGREEMENT)),
                    new Axis("edit_similarity", run -> run.score("edit_similarity")));
    private static final List<Axis> COSTS =
            List.of(
                    new Axis("bytes", run -> run.work().bytes()),
                    new Axis("compute", run -> run.work().multiplyAdds()),
                    new Axis("time", run -> run.cost().latency().msPerToken()),
                    new Axis("energy", run -> run.cost().energyPerSample()));

    private Frontiers() {}

    /**
     * Draws them.
     *
     * @param runs of a suite
     * @return all frontiers; a run whose quality or cost is unknown is in none over it
     */
    public static List<FamilyFrontier> of(List<RunResult> runs) {
        List<FamilyFrontier> frontiers = new ArrayList<>();
        Optional<RunResult> full = runs.stream().filter(run -> run.run().fullDepth()).findFirst();
        grouped(runs, run -> run.identity().kvPolicy())
                .forEach(
                        (policy, members) -> {
                            for (Axis quality : QUALITIES) {
                                for (Axis cost : COSTS) {
                                    frontiers.addAll(over(policy, quality, cost, members, full));
                                }
                            }
                        });
        return frontiers;
    }

    private static List<FamilyFrontier> over(
            String policy,
            Axis quality,
            Axis cost,
            List<RunResult> runs,
            Optional<RunResult> reference) {
        Map<Family, List<TradeOff>> points = new LinkedHashMap<>();
        double worst = 0;
        OptionalDouble full =
                reference.map(run -> cost.of().apply(run)).orElse(OptionalDouble.empty());
        for (RunResult run : runs) {
            OptionalDouble reached = quality.of().apply(run);
            OptionalDouble spent = cost.of().apply(run);
            if (reached.isEmpty() || spent.isEmpty()) {
                continue;
            }
            TradeOff point = new TradeOff(run.label(), spent.getAsDouble(), reached.getAsDouble());
            points.computeIfAbsent(Family.of(run), family -> new ArrayList<>()).add(point);
            if (!run.run().cheats()) {
                points.computeIfAbsent(DEPLOYABLE, family -> new ArrayList<>()).add(point);
            }
            if (run.run().fullDepth()) {
                full = spent;
            }
            worst = Math.max(worst, point.cost());
        }
        double corner = full.orElse(worst);
        return corner > 0 ? families(policy, quality, cost, points, corner) : List.of();
    }

    private static List<FamilyFrontier> families(
            String policy,
            Axis quality,
            Axis cost,
            Map<Family, List<TradeOff>> points,
            double corner) {
        Map<Family, ParetoFrontier> frontiers = new LinkedHashMap<>();
        Map<Family, Double> volumes = new LinkedHashMap<>();
        points.forEach(
                (family, members) -> {
                    ParetoFrontier frontier = ParetoFrontier.of(members);
                    frontiers.put(family, frontier);
                    volumes.put(family, frontier.hypervolume(corner, BEST_QUALITY));
                });
        double oracle =
                of(StrategyRole.CHEATING, volumes).stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0);
        OracleGap gap = OracleGap.of(of(StrategyRole.THRESHOLD_RULE, volumes), oracle);
        List<FamilyFrontier> families = new ArrayList<>();
        frontiers.forEach(
                (family, frontier) ->
                        families.add(
                                new FamilyFrontier(
                                        family.strategy(),
                                        policy,
                                        quality.name(),
                                        cost.name(),
                                        frontier,
                                        volumes.get(family),
                                        quality.name().equals(AGREEMENT)
                                                ? gap.share(volumes.get(family))
                                                : OptionalDouble.empty(),
                                        family.role() == StrategyRole.CHEATING)));
        return families;
    }

    private static List<Double> of(StrategyRole role, Map<Family, Double> volumes) {
        return volumes.entrySet().stream()
                .filter(entry -> entry.getKey().role() == role)
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Map<String, List<RunResult>> grouped(
            List<RunResult> runs, Function<RunResult, String> key) {
        Map<String, List<RunResult>> groups = new LinkedHashMap<>();
        runs.forEach(
                run -> groups.computeIfAbsent(key.apply(run), k -> new ArrayList<>()).add(run));
        return groups;
    }
}
