package io.exitbench.result.table;

import io.exitbench.result.statistics.OracleGap;
import io.exitbench.result.statistics.ParetoFrontier;
import io.exitbench.result.statistics.TradeOff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * The frontiers of a suite: for each K/V policy, quality and cost one for each strategy over its
 * parameters, and one for all strategies that could be deployed. Hypervolumes are measured from the
 * cost of full depth, so that a run which costs more adds nothing. The share of the gap is known
 * for agreement only: an oracle is told the full model's tokens, not the right ones.
 */
public final class Frontiers {
    /** Stands for all strategies but those that are told the answer. */
    public static final String ALL = "all but oracle";

    private static final double BEST_QUALITY = 100;
    private static final Set<String> THRESHOLD_RULES = Set.of("softmax-confidence", "entropy");
    private static final String AGREEMENT = "agreement";

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
     * @return all frontiers; none over a quality or cost that is not known of every run
     */
    public static List<FamilyFrontier> of(List<RunResult> runs) {
        List<FamilyFrontier> frontiers = new ArrayList<>();
        grouped(runs, run -> run.identity().kvPolicy())
                .forEach(
                        (policy, members) -> {
                            for (Axis quality : QUALITIES) {
                                for (Axis cost : COSTS) {
                                    frontiers.addAll(over(policy, quality, cost, members));
                                }
                            }
                        });
        return frontiers;
    }

    private static List<FamilyFrontier> over(
            String policy, Axis quality, Axis cost, List<RunResult> runs) {
        Map<String, List<TradeOff>> points = new LinkedHashMap<>();
        Set<String> cheating = new HashSet<>();
        double worst = 0;
        OptionalDouble full = OptionalDouble.empty();
        for (RunResult run : runs) {
            OptionalDouble reached = quality.of().apply(run);
            OptionalDouble spent = cost.of().apply(run);
            if (reached.isEmpty() || spent.isEmpty()) {
                return List.of();
            }
            String strategy = run.identity().strategy();
            TradeOff point = new TradeOff(run.label(), spent.getAsDouble(), reached.getAsDouble());
            points.computeIfAbsent(strategy, name -> new ArrayList<>()).add(point);
            if (run.run().cheats()) {
                cheating.add(strategy);
            } else {
                points.computeIfAbsent(ALL, name -> new ArrayList<>()).add(point);
            }
            if (run.run().fullDepth()) {
                full = spent;
            }
            worst = Math.max(worst, point.cost());
        }
        double corner = full.orElse(worst);
        return corner > 0 ? families(policy, quality, cost, points, cheating, corner) : List.of();
    }

    private static List<FamilyFrontier> families(
            String policy,
            Axis quality,
            Axis cost,
            Map<String, List<TradeOff>> points,
            Set<String> cheating,
            double corner) {
        Map<String, ParetoFrontier> frontiers = new LinkedHashMap<>();
        Map<String, Double> volumes = new LinkedHashMap<>();
        points.forEach(
                (strategy, members) -> {
                    ParetoFrontier frontier = ParetoFrontier.of(members);
                    frontiers.put(strategy, frontier);
                    volumes.put(strategy, frontier.hypervolume(corner, BEST_QUALITY));
                });
        List<Double> rules =
                THRESHOLD_RULES.stream().filter(volumes::containsKey).map(volumes::get).toList();
        double oracle = cheating.stream().mapToDouble(volumes::get).max().orElse(0);
        OracleGap gap = OracleGap.of(rules, oracle);
        List<FamilyFrontier> families = new ArrayList<>();
        frontiers.forEach(
                (strategy, frontier) ->
                        families.add(
                                new FamilyFrontier(
                                        strategy,
                                        policy,
                                        quality.name(),
                                        cost.name(),
                                        frontier,
                                        volumes.get(strategy),
                                        quality.name().equals(AGREEMENT)
                                                ? gap.share(volumes.get(strategy))
                                                : OptionalDouble.empty())));
        return families;
    }

    private static Map<String, List<RunResult>> grouped(
            List<RunResult> runs, Function<RunResult, String> key) {
        Map<String, List<RunResult>> groups = new LinkedHashMap<>();
        runs.forEach(
                run -> groups.computeIfAbsent(key.apply(run), k -> new ArrayList<>()).add(run));
        return groups;
    }
}
