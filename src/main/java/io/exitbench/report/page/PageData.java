package io.exitbench.report.page;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a page is drawn from: the derived tables and the records of one folder.
 *
 * @param finished the derived tables and the samples
 * @param records what was recorded: texts of tokens, prompts, predictions of each layer
 * @param runs those that did not fail, in the order of the page's table
 * @param order by which they stand there
 */
record PageData(
        FinishedRun finished, SuiteRecords records, List<RunRow> runs, FrontierOrder order) {
    /** Copies the list. */
    PageData {
        runs = List.copyOf(runs);
    }

    /**
     * Reads a folder.
     *
     * @param folder of a finished suite run
     * @return its data
     * @throws ExitBenchException if the run is not finished, or a file is damaged
     */
    static PageData of(Path folder) {
        FinishedRun finished = FinishedRun.read(folder);
        List<RunRow> runs = RunRows.of(finished);
        FrontierOrder order =
                FrontierOrder.of(
                        runs,
                        finished.text("energy_quality").equals(EnergyQuality.ESTIMATE.text()));
        return new PageData(finished, ResultFolder.read(folder), order.sorted(runs), order);
    }

    /** Full depth, unless it failed. */
    Optional<RunRow> reference() {
        return run(finished.plan().reference().runId());
    }

    Optional<RunRow> run(String runId) {
        return runs.stream().filter(run -> run.id().equals(runId)).findFirst();
    }

    /** A table of the folder, empty if it is not there. */
    Optional<Table> table(String file) {
        return finished.has(file) ? Optional.of(finished.table(file)) : Optional.empty();
    }

    /** Whether energy was read from a counter and is more than time once more. */
    boolean energyIsMeasured() {
        return !finished.text("energy_quality").equals(EnergyQuality.ESTIMATE.text());
    }
}
