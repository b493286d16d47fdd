package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.result.Cost;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Sums the blocks of a run up to its costs. */
final class Aggregation {
    private static final double NANOS_PER_MS = 1e6;
    private static final double PERCENT = 100;

    private Aggregation() {}

    static long tokens(List<BlockMeasurement> blocks) {
        return blocks.get(0).completions().stream().mapToLong(c -> c.tokens().length).sum();
    }

    static double meanLayers(List<BlockMeasurement> blocks) {
        long layers = blocks.get(0).completions().stream().mapToLong(Completion::layersRun).sum();
        return (double) layers / Math.max(1, tokens(blocks));
    }

    /** Mean joules of a window, or empty if any block could not be read. */
    static OptionalDouble joules(List<BlockMeasurement> blocks) {
        return blocks.stream().allMatch(block -> block.joules().isPresent())
                ? blocks.stream().mapToDouble(block -> block.joules().getAsDouble()).average()
                : OptionalDouble.empty();
    }

    static Cost cost(
            List<BlockMeasurement> blocks, OptionalDouble referenceJoules, String energySource) {
        double[] sampleMs =
                blocks.stream()
                        .flatMap(block -> block.completions().stream())
                        .mapToDouble(c -> c.totalNanos() / NANOS_PER_MS)
                        .sorted()
                        .toArray();
        double tokenMs =
                blocks.stream()
                        .flatMap(block -> block.completions().stream())
                        .mapToDouble(c -> (c.totalNanos() - c.prefillNanos()) / NANOS_PER_MS)
                        .sum();
        long tokens = tokens(blocks);
        double allTokens = (double) Math.max(1, tokens) * blocks.size();
        OptionalDouble joules = joules(blocks);
        int samples = blocks.get(0).completions().size();
        return new Cost(
                tokenMs / allTokens,
                percentile(sampleMs, 50),
                percentile(sampleMs, 95),
                1000 * allTokens / Arrays.stream(sampleMs).sum(),
                map(joules, Math.max(1, tokens)),
                map(joules, samples),
                energySource,
                joules.isPresent() && referenceJoules.isPresent()
                        ? OptionalDouble.of(
                                PERCENT
                                        * (1
                                                - joules.getAsDouble()
                                                        / referenceJoules.getAsDouble()))
                        : OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static OptionalDouble map(OptionalDouble joules, double divisor) {
        return joules.isPresent()
                ? OptionalDouble.of(joules.getAsDouble() / divisor)
                : OptionalDouble.empty();
    }

    /** Nearest rank. */
    private static double percentile(double[] sorted, int percent) {
        int rank = (int) Math.ceil(percent / PERCENT * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
