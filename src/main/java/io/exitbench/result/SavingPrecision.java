package io.exitbench.result;

import io.exitbench.result.cost.TierVerdict;
import io.exitbench.result.record.SuiteRecords;

/**
 * Whether enough blocks of time and energy were measured for the publish tier. How many blocks
 * there are changes how well costs are known and nothing else.
 */
public final class SavingPrecision {
    private SavingPrecision() {}

    /**
     * @param records until now
     * @return whether every saving that counts is known as well as the publish tier asks
     */
    public static boolean suffices(SuiteRecords records) {
        return TierVerdict.precision(new CostSummary(records).comparisons()).isEmpty();
    }
}
