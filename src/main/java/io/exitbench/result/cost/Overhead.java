package io.exitbench.result.cost;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a strategy's decisions cost, by difference: the time of its completions less the time of the
 * same completions with the same exits replayed, in percent of the former. Noise can make it
 * negative.
 *
 * @param percent over all samples, of each the median over the blocks, so that one disturbed window
 *     does not decide
 * @param lowest of any block
 * @param highest of any block
 */
public record Overhead(double percent, double lowest, double highest) {

    /**
     * Compares.
     *
     * @param decided for each block the times of its samples
     * @param replayed the same with replayed exits
     * @return the overhead, or nothing if nothing was measured
     */
    public static Optional<Overhead> of(List<long[]> decided, List<long[]> replayed) {
        if (decided.isEmpty() || decided.get(0).length == 0) {
            return Optional.empty();
        }
        double[] blocks =
                IntStream.range(0, decided.size())
                        .mapToDouble(
                                block ->
                                        percent(
                                                Arrays.stream(decided.get(block)).sum(),
                                                Arrays.stream(replayed.get(block)).sum()))
                        .toArray();
        return Optional.of(
                new Overhead(
                        percent(sumOfMedians(decided), sumOfMedians(replayed)),
                        Arrays.stream(blocks).min().orElseThrow(),
                        Arrays.stream(blocks).max().orElseThrow()));
    }

    private static double percent(double decided, double replayed) {
        return 100 * (1 - replayed / decided);
    }

    private static double sumOfMedians(List<long[]> blocks) {
        return IntStream.range(0, blocks.get(0).length)
                .mapToDouble(sample -> median(blocks.stream().mapToLong(b -> b[sample]).toArray()))
                .sum();
    }

    private static double median(long[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1
                ? values[middle]
                : (values[middle - 1] + values[middle]) / 2.0;
    }
}
