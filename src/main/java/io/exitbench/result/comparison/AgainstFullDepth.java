package io.exitbench.result.comparison;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.comparison.PrimaryComparison.Subject;
import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Saving;
import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.CrossedBootstrap;
import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.MeanDifference;
import io.exitbench.result.statistics.NonInferiority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Each family's tightest setting against full depth: what it loses in quality, what it saves. */
final class AgainstFullDepth {
    private final Evidence evidence;

    AgainstFullDepth(Evidence evidence) {
        this.evidence = evidence;
    }

    /** Rows of a family; of training seeds that failed nothing is in them. */
    List<PrimaryComparison> of(DeclaredFamily family) {
        List<String> runs =
                family.repetitions().stream()
                        .map(DeclaredFamily.Repetition::primaryRun)
                        .filter(evidence.costs()::containsKey)
                        .toList();
        List<PrimaryComparison> rows = new ArrayList<>();
        if (!runs.isEmpty() && evidence.costs().containsKey(evidence.reference())) {
            int failed = family.repetitions().size() - runs.size();
            String note = failed == 0 ? "" : failedOf(failed, family);
            if (evidence.scores().containsKey(evidence.reference())) {
                rows.addAll(quality(family, runs, note));
            }
            rows.addAll(savings(family, runs, note));
        }
        return rows;
    }

    /** What stands beside the rows of a family of which some seeds failed. */
    static String failedOf(int failed, DeclaredFamily family) {
        return failed + " of " + family.repetitions().size() + " training seeds failed";
    }

    private List<PrimaryComparison> quality(DeclaredFamily family, List<String> runs, String note) {
        RunScores full = evidence.scores().get(evidence.reference());
        Clusters files = full.clusters();
        List<PrimaryComparison> rows = new ArrayList<>();
        for (Quality quality : Quality.ofReference(full)) {
            List<double[][]> ours =
                    runs.stream()
                            .map(evidence.scores()::get)
                            .map(run -> files.sums(quality.statistics().apply(run)))
                            .toList();
            double[][] theirs = files.sums(quality.statistics().apply(full));
            Optional<Difference> difference =
                    new CrossedBootstrap(evidence.resampling(), files.count(), runs.size())
                            .of(new MeanDifference(ours, theirs, quality.score()));
            boolean primary = quality.name().equals(Quality.PRIMARY);
            rows.add(
                    new PrimaryComparison(
                            family.label(),
                            evidence.plan().reference().label(),
                            "",
                            quality.name(),
                            primary,
                            new Subject(runs, runs.size(), 1, files.samples()),
                            difference,
                            files.unit(),
                            OptionalInt.empty(),
                            OptionalDouble.empty(),
                            primary
                                    ? difference.flatMap(Difference::interval).map(this::kept)
                                    : Optional.empty(),
                            note));
        }
        return rows;
    }

    private NonInferiority kept(Interval difference) {
        return new NonInferiority(evidence.plan().comparisons().margin(), difference.low());
    }

    /** An estimate of energy is time once more, and no comparison of its own. */
    private List<PrimaryComparison> savings(DeclaredFamily family, List<String> runs, String note) {
        RunCost full = evidence.costs().get(evidence.reference());
        List<RunCost> ours = runs.stream().map(evidence.costs()::get).toList();
        List<PrimaryComparison> rows = new ArrayList<>();
        CostComparison.COSTS.forEach(
                (name, cost) -> {
                    boolean estimate =
                            name.equals(CostComparison.ENERGY)
                                    && full.quality() == EnergyQuality.ESTIMATE;
                    if (!estimate) {
                        OptionalDouble p = CostComparison.blockP(ours, full, cost);
                        evidence.savings()
                                .of(ours, full, cost)
                                .map(saving -> row(family, runs, name, saving, p, note))
                                .ifPresent(rows::add);
                    }
                });
        return rows;
    }

    private PrimaryComparison row(
            DeclaredFamily family,
            List<String> runs,
            String cost,
            Saving saving,
            OptionalDouble p,
            String note) {
        return new PrimaryComparison(
                family.label(),
                evidence.plan().reference().label(),
                "",
                cost + "_forced_saved_pct",
                true,
                new Subject(runs, runs.size(), 1, saving.samples()),
                Optional.of(new Difference(saving.percent(), saving.interval(), p)),
                saving.prompts(),
                OptionalInt.of(saving.blocks()),
                OptionalDouble.empty(),
                Optional.empty(),
                note);
    }
}
