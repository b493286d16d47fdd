package io.exitbench.result.comparison;

import io.exitbench.result.comparison.PrimaryComparison.Subject;
import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.record.DeclaredFamily.Repetition;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.CrossedBootstrap;
import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.MatchedCost;
import io.exitbench.result.statistics.OperatingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Each learned family against the best threshold rule where both cost the same. */
final class AgainstRules {
    private final Evidence evidence;

    AgainstRules(Evidence evidence) {
        this.evidence = evidence;
    }

    /** Rows of a family; of training seeds and rules of which a run failed nothing is in them. */
    List<PrimaryComparison> of(DeclaredFamily agent) {
        List<Repetition> seeds = agent.repetitions().stream().filter(this::isSound).toList();
        List<Repetition> rules =
                evidence.plan().comparisons().rulesFor(agent).stream()
                        .map(rule -> rule.repetitions().get(0))
                        .filter(this::isSound)
                        .toList();
        RunScores full = evidence.scores().get(evidence.reference());
        if (full == null || seeds.isEmpty() || rules.isEmpty()) {
            return List.of();
        }
        List<Quality> qualities =
                Stream.concat(Quality.ofReference(full).stream(), Stream.of(Quality.agreement()))
                        .toList();
        List<PrimaryComparison> rows = new ArrayList<>();
        for (CostBasis basis : CostBasis.values()) {
            for (Quality quality : qualities) {
                rows.add(row(agent, seeds, rules, basis, quality));
            }
        }
        return rows;
    }

    private boolean isSound(Repetition repetition) {
        return evidence.scores().keySet().containsAll(repetition.runIds());
    }

    private PrimaryComparison row(
            DeclaredFamily agent,
            List<Repetition> seeds,
            List<Repetition> rules,
            CostBasis basis,
            Quality quality) {
        Clusters files = evidence.scores().get(evidence.reference()).clusters();
        MatchedCost matched =
                new MatchedCost(
                        point(evidence.reference(), basis, quality, files),
                        seeds.stream().map(r -> points(r, basis, quality, files)).toList(),
                        rules.stream().map(r -> points(r, basis, quality, files)).toList(),
                        quality.score(),
                        files.count());
        Optional<Difference> difference =
                matched.isAnswerable()
                        ? new CrossedBootstrap(evidence.resampling(), files.count(), seeds.size())
                                .of(matched)
                        : Optional.empty();
        return new PrimaryComparison(
                agent.label(),
                PrimaryComparison.BEST_RULE,
                basis.id(),
                quality.name(),
                basis == CostBasis.COMPUTE && quality.name().equals(Quality.PRIMARY),
                new Subject(
                        seeds.stream().flatMap(r -> r.runIds().stream()).toList(),
                        seeds.size(),
                        seeds.get(0).runIds().size(),
                        files.samples()),
                difference,
                files.unit(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                note(agent, seeds, matched));
    }

    private static String note(DeclaredFamily agent, List<Repetition> seeds, MatchedCost matched) {
        List<String> notes = new ArrayList<>();
        int failed = agent.repetitions().size() - seeds.size();
        int below = matched.belowReach();
        if (failed > 0) {
            notes.add(AgainstFullDepth.failedOf(failed, agent));
        }
        if (!matched.isAnswerable()) {
            notes.add("no threshold rule costs less than full depth");
        } else if (below > 0) {
            notes.add(
                    below
                            + " of "
                            + seeds.get(0).runIds().size()
                            + " settings cost less than every threshold rule and are compared in a"
                            + " lottery with full depth that costs as much as the cheapest");
        }
        return String.join("; ", notes);
    }

    private List<OperatingPoint> points(
            Repetition repetition, CostBasis basis, Quality quality, Clusters files) {
        return repetition.runIds().stream().map(id -> point(id, basis, quality, files)).toList();
    }

    private OperatingPoint point(String runId, CostBasis basis, Quality quality, Clusters files) {
        return OperatingPoint.of(
                quality.statistics().apply(evidence.scores().get(runId)),
                evidence.sampleCosts().apply(runId, basis),
                files);
    }
}
