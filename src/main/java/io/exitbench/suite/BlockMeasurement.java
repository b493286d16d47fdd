package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.result.BlockCost;
import java.util.List;

/**
 * One run in one block.
 *
 * @param completions of the first pass, one for each sample
 * @param cost of the window
 * @param decidedNanos time of those samples of the first pass that were replayed
 * @param replayedNanos time of the same samples with their exits replayed
 */
record BlockMeasurement(
        List<Completion> completions, BlockCost cost, long decidedNanos, long replayedNanos) {}
