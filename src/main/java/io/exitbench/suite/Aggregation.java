package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.result.cost.Cost;
import io.exitbench.result.cost.Overhead;
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

    /** Empty if there was no token. */
    static OptionalDouble meanLayers(MeasuredRun run) {
        long layers = run.completions().stream().mapToLong(Completion::exitDepth).sum();
        long tokens = tokens(run);
        return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) layers / tokens);
    }

    /** Every sample weighs alike; empty if no sample has a token. */
    static OptionalDouble meanLayersPerSample(MeasuredRun run) {
        return run.completions().stream()
                .filter(completion -> completion.tokens().length > 0)
                .mapToDouble(c -> (double) c.exitDepth() / c.tokens().length)
                .average();
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
                run.latencies().firstToken(),
                run.latencies().betweenTokens(),
                run.overhead(),
                idleWatts);
    }

    /** The contract's columns. */
    static Cost columns(MeasuredRun run, RunCost cost, RunCost reference) {
        OptionalDouble joules = cost.energyPerPass();
        OptionalDouble full = reference.energyPerPass();
        Latencies latencies = run.latencies();
        return new Cost(
                latencies.msPerToken(),
                latencies.completionMs(50),
                latencies.completionMs(95),
                latencies.tokensPerSecond(),
                joules.isPresent() && cost.tokens() > 0
                        ? OptionalDouble.of(joules.getAsDouble() / cost.tokens())
                        : OptionalDouble.empty(),
                cost.energyPerSample(),
                cost.source(),
                joules.isPresent() && full.isPresent()
                        ? OptionalDouble.of(
                                PERCENT * (1 - joules.getAsDouble() / full.getAsDouble()))
                        : OptionalDouble.empty(),
                cost.overhead()
                        .map(Overhead::percent)
                        .map(OptionalDouble::of)
                        .orElseGet(OptionalDouble::empty));
    }
}
