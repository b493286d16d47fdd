package io.exitbench.result.table;

import io.exitbench.energy.DeviceState;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.cost.RunCost;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** {@code blocks.csv}, a row for each run in each block. */
public final class BlockCsv {
    /** Value of {@code text} where a run wrote its own completions. */
    public static final String OWN_TEXT = "own";

    private BlockCsv() {}

    /**
     * Rows of the blocks.
     *
     * @param runs of a suite on their own completions
     * @param equalText the same on the full model's
     * @return cells as text, the header first
     */
    public static List<List<String>> rows(List<RunCost> runs, List<RunCost> equalText) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "run_id",
                        "run",
                        "text",
                        "block",
                        "position",
                        "passes",
                        "seconds",
                        "seconds_per_pass",
                        "energy_j",
                        "energy_j_per_pass",
                        "energy_source",
                        "energy_gap",
                        "device",
                        "clock_mhz_before",
                        "clock_mhz_after",
                        "memory_clock_mhz_before",
                        "memory_clock_mhz_after",
                        "celsius_before",
                        "celsius_after",
                        "power_limit_w_before",
                        "power_limit_w_after",
                        "processes",
                        "cpu_of_others_pct",
                        "flags"));
        for (RunCost run : runs) {
            run.blocks().forEach(block -> rows.add(row(run, OWN_TEXT, block)));
        }
        for (RunCost run : equalText) {
            run.blocks().forEach(block -> rows.add(row(run, "full model's", block)));
        }
        return rows;
    }

    private static List<String> row(RunCost run, String text, BlockCost block) {
        DeviceState before = block.before();
        DeviceState after = block.after();
        OptionalDouble others = block.othersShare();
        return List.of(
                run.runId(),
                run.label(),
                text,
                Integer.toString(block.block() + 1),
                Integer.toString(block.position() + 1),
                Integer.toString(block.passes()),
                Cells.number(block.seconds()),
                Cells.number(block.secondsPerPass()),
                Cells.number(block.energy().joules()),
                Cells.number(block.joulesPerPass()),
                block.energy().source(),
                block.energy().gap(),
                after.device(),
                Cells.number(before.clockMhz()),
                Cells.number(after.clockMhz()),
                Cells.number(before.memoryClockMhz()),
                Cells.number(after.memoryClockMhz()),
                Cells.number(before.celsius()),
                Cells.number(after.celsius()),
                Cells.number(before.limitWatts()),
                Cells.number(after.limitWatts()),
                Cells.whole(after.processes()),
                others.isPresent() ? Cells.number(100 * others.getAsDouble()) : "",
                String.join("; ", block.flags()));
    }
}
