package io.exitbench.result;

import io.exitbench.result.cost.BreakEven;
import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.SavedCosts;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.statistics.NonInferiority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** When what was trained for each run has paid back. */
final class BreakEvens {
    private static final String UNRECORDED = "the energy of a training was not recorded";

    private final SuiteRecords records;
    private final List<CostComparison> comparisons;
    private final Map<String, NonInferiority> similarity;

    /**
     * @param comparisons what runs save
     * @param similarity whether Edit Similarity is kept, by the ids of the runs
     */
    BreakEvens(
            SuiteRecords records,
            List<CostComparison> comparisons,
            Map<String, NonInferiority> similarity) {
        this.records = records;
        this.comparisons = comparisons;
        this.similarity = similarity;
    }

    /** By the ids of the runs; full depth needs no training for exits and is not among them. */
    Map<String, BreakEven> of(List<RunCost> costs) {
        Map<String, RunCost> byRun =
                costs.stream().collect(Collectors.toMap(RunCost::runId, Function.identity()));
        Map<String, BreakEven> breakEven = new LinkedHashMap<>();
        for (RunRecord run : records.sound()) {
            if (!run.fullDepth()) {
                RunCost reference = byRun.get(records.plan().reference(run).runId());
                OptionalDouble fullDepth =
                        reference == null ? OptionalDouble.empty() : reference.energyPerSample();
                RunCost cost = Objects.requireNonNull(byRun.get(run.runId()));
                BreakEven.Gain gain =
                        new BreakEven.Gain(
                                fullDepth,
                                cost.energyPerSample(),
                                cost.quality(),
                                SavedCosts.of(run.runId(), comparisons).energy(),
                                Optional.ofNullable(similarity.get(run.runId())));
                breakEven.put(
                        run.runId(),
                        run.training()
                                .map(stages -> BreakEven.of(stages, gain))
                                .orElseGet(() -> BreakEven.unknown(UNRECORDED)));
            }
        }
        return breakEven;
    }
}
