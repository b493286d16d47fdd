package io.exitbench.suite.plan;

import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.StrategyVariant;

/**
 * A run and the strategy that it is of.
 *
 * @param variant of the strategy
 * @param record of the run
 */
record PlannedRun(StrategyVariant variant, RunRecord record) {}
