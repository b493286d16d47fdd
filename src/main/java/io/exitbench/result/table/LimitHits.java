package io.exitbench.result.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much the completions weigh that were cut at their limit. Means over tokens are mostly theirs
 * if the others are short.
 *
 * @param newTokens the limit
 * @param samples completions in all
 * @param hits completions that have as many tokens as they may
 * @param tokensPct their tokens in per cent of all tokens; empty if there was no token
 */
public record LimitHits(int newTokens, int samples, int hits, OptionalDouble tokensPct) {
    private static final double PERCENT = 100;
    private static final double NOTABLE_PCT = 20;

    /**
     * @param lengths tokens of each completion
     * @param newTokens most tokens of a completion
     * @return what hit the limit
     */
    public static LimitHits of(List<Integer> lengths, int newTokens) {
        long all = lengths.stream().mapToLong(Integer::intValue).sum();
        long cut = lengths.stream().filter(n -> n >= newTokens).mapToLong(n -> n).sum();
        return new LimitHits(
                newTokens,
                lengths.size(),
                (int) lengths.stream().filter(n -> n >= newTokens).count(),
                all == 0 ? OptionalDouble.empty() : OptionalDouble.of(PERCENT * cut / all));
    }

    /**
     * @return a sentence for the reader if few samples are many of the tokens: at least a fifth,
     *     and twice their share of the samples
     */
    public Optional<String> notice() {
        double tokens = tokensPct.orElse(0);
        if (tokens < NOTABLE_PCT || tokens < 2 * PERCENT * hits / samples) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%d of %d samples run to the limit of %d tokens at full depth and make %.0f %%"
                                + " of its tokens, so means over tokens are mostly theirs;"
                                + " agreement_per_sample and mean_layers_per_sample weigh every"
                                + " sample alike.",
                        hits,
                        samples,
                        newTokens,
                        tokens));
    }
}
