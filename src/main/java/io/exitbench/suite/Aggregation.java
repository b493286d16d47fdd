package io.exitbench.suite;

import io.exitbench.energy.EnergyMeter;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.table.LimitHits;
import java.util.OptionalDouble;

/** Sums the blocks of a run up to its costs. */
final class Aggregation {
    private static final double PERCENT = 100;

    private Aggregation() {}

    static long tokens(MeasuredRun run) {
        return run.completions().stream().mapToLong(c -> c.tokens().length).sum();
    }

    static LimitHits limitHits(MeasuredRun run, int newTokens) {
        return LimitHits.of(
                run.completions().stream().map(c -> c.tokens().length).toList(), newTokens);
    }

    /** Everything that was measured. */
    static RunCost cost(
            PlannedRun planned, MeasuredRun run, EnergyMeter meter, OptionalDouble idleWatts) {
        return new RunCost(
                planned.identity().runId(),
                planned.identity().label() + " [" + planned.identity().kvPolicy() + "]",
                run.completions().size(),
                tokens(run),
                meter.source(),
                meter.quality(),
                run.costs(),
                run.latencies().summary(),
                run.overhead(),
                idleWatts);
    }
}
