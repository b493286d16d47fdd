package io.exitbench.result.score;

import io.exitbench.metric.Agreement;
import java.util.Arrays;

/**
 * How a sample agrees with full depth beyond the comparison by position, in which everything counts
 * as different after the first token too many.
 *
 * @param prefixTokens tokens until the first difference, at least 0
 * @param same whether there is no difference, in length neither
 * @param forcedAgreeing positions of the full model's text at which its token is predicted from the
 *     full model's text before it (teacher forcing)
 * @param forcedTokens tokens of the full model's text
 * @param baseAgreeing positions where the token equals that of full depth before tuning; null if
 *     that was not measured
 * @param baseCompared length of the longer of the two; null likewise
 */
public record FullModelAgreement(
        int prefixTokens,
        boolean same,
        int forcedAgreeing,
        int forcedTokens,
        Integer baseAgreeing,
        Integer baseCompared) {

    /**
     * Compares without the base.
     *
     * @param tokens of the run
     * @param predicted by the run on the full model's text
     * @param fullModel tokens of the full model
     * @return the agreement
     */
    public static FullModelAgreement of(int[] tokens, int[] predicted, int[] fullModel) {
        int difference = Arrays.mismatch(tokens, fullModel);
        Agreement forced = Agreement.of(predicted, fullModel);
        return new FullModelAgreement(
                difference < 0 ? tokens.length : difference,
                difference < 0,
                (int) forced.equal(),
                (int) forced.compared(),
                null,
                null);
    }

    /**
     * @param base agreement with full depth before tuning
     * @return the same with it
     */
    public FullModelAgreement withBase(Agreement base) {
        return new FullModelAgreement(
                prefixTokens,
                same,
                forcedAgreeing,
                forcedTokens,
                (int) base.equal(),
                (int) base.compared());
    }
}
