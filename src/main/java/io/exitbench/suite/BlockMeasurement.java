package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.result.cost.BlockCost;
import java.util.List;

/**
 * One run in one block.
 *
 * @param completions of the first pass, one for each sample
 * @param cost of the window
 * @param decidedNanos time of each sample of the first pass that was replayed
 * @param replayedNanos time of each of them with its exits replayed
 */
record BlockMeasurement(
        List<Completion> completions, BlockCost cost, long[] decidedNanos, long[] replayedNanos) {}
