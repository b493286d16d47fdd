package io.exitbench.report.page;

import io.exitbench.result.statistics.ParetoFrontier;
import io.exitbench.result.statistics.TradeOff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The frontier that the page opens with, and the order of runs that follows from it: full depth,
 * the frontier from the cheapest on, the others by cost, then what cannot be deployed.
 *
 * @param quality that is drawn first
 * @param cost that is drawn first: energy where it is measured, else time, else compute
 */
record FrontierOrder(Axis.Quality quality, Axis.Cost cost) {
    private static final String ENERGY = "energy_saved_pct";

    static FrontierOrder of(List<RunRow> runs, boolean energyIsEstimated) {
        List<Axis.Cost> known =
                Axis.Cost.ALL.stream()
                        .filter(cost -> runs.stream().anyMatch(run -> cost.of(run).isPresent()))
                        .toList();
        Axis.Cost first =
                known.stream()
                        .filter(cost -> !(energyIsEstimated && cost.column().equals(ENERGY)))
                        .findFirst()
                        .or(() -> known.stream().findFirst())
                        .orElse(Axis.Cost.ALL.get(0));
        return new FrontierOrder(Axis.Quality.ALL.get(0), first);
    }

    /** Numbered from 1. */
    List<RunRow> sorted(List<RunRow> runs) {
        ParetoFrontier frontier = frontier(runs, quality, cost);
        List<RunRow> sorted = new ArrayList<>(runs);
        sorted.sort(
                Comparator.comparingInt((RunRow run) -> group(run, frontier))
                        .thenComparingDouble(this::place));
        List<RunRow> numbered = new ArrayList<>();
        for (RunRow run : sorted) {
            numbered.add(run.numbered(numbered.size() + 1));
        }
        return numbered;
    }

    /** Full depth stays in the order of the plan: what all are compared with is first there. */
    private double place(RunRow run) {
        return run.run().fullDepth() ? 0 : cost.of(run).orElse(Double.MAX_VALUE);
    }

    private static int group(RunRow run, ParetoFrontier frontier) {
        if (run.run().base()) {
            return 4;
        }
        if (run.run().cheats()) {
            return 3;
        }
        if (run.run().fullDepth()) {
            return 0;
        }
        return frontier.contains(run.id()) ? 1 : 2;
    }

    /** Of all runs that could be deployed, full depth among them; by id. */
    static ParetoFrontier frontier(List<RunRow> runs, Axis.Quality quality, Axis.Cost cost) {
        return ParetoFrontier.of(
                runs.stream()
                        .filter(run -> !run.run().cheats() && !run.run().base())
                        .map(run -> point(run, quality, cost))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<TradeOff> point(RunRow run, Axis.Quality quality, Axis.Cost cost) {
        return cost.of(run).isPresent() && quality.of(run).isPresent()
                ? Optional.of(
                        new TradeOff(
                                run.id(),
                                cost.of(run).getAsDouble(),
                                quality.of(run).getAsDouble()))
                : Optional.empty();
    }
}
