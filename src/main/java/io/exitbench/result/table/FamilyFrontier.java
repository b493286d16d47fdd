package io.exitbench.result.table;

import io.exitbench.result.statistics.ParetoFrontier;
import java.util.OptionalDouble;

/**
 * What all parameters of a strategy reach together.
 *
 * @param strategy name of the family, or {@link Frontiers#ALL}
 * @param kvPolicy of its runs
 * @param quality {@code agreement} or {@code edit_similarity}
 * @param cost {@code bytes} of weights read or multiply-adds ({@code compute}) a token, both
 *     computed; {@code time} a token or {@code energy} a sample, both measured
 * @param frontier runs that none of the family beats, in quality against the cost
 * @param hypervolume of the frontier, 0 to 1
 * @param shareOfGap 0 for the best threshold rule, 1 for the oracle
 * @param cheats whether its strategy is told the full model's answer beforehand
 */
public record FamilyFrontier(
        String strategy,
        String kvPolicy,
        String quality,
        String cost,
        ParetoFrontier frontier,
        double hypervolume,
        OptionalDouble shareOfGap,
        boolean cheats) {}
