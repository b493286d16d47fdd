package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.cost.Overhead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has been measured of one run until now. */
final class MeasuredRun {
    private final List<BlockMeasurement> blocks = new ArrayList<>();
    private final Latencies latencies = new Latencies();

    void add(BlockMeasurement block) {
        blocks.add(block);
    }

    List<BlockMeasurement> blocks() {
        return blocks;
    }

    Latencies latencies() {
        return latencies;
    }

    List<BlockCost> costs() {
        return blocks.stream().map(BlockMeasurement::cost).toList();
    }

    /** The completions, which are the same in all blocks. */
    List<Completion> completions() {
        return blocks.get(0).completions();
    }

    /** By how much the decisions lengthened the samples that were replayed. */
    Optional<Overhead> overhead() {
        return Overhead.of(
                blocks.stream().map(BlockMeasurement::decidedNanos).toList(),
                blocks.stream().map(BlockMeasurement::replayedNanos).toList());
    }
}
