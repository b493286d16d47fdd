package io.exitbench.suite;

import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.result.BreakEven;
import io.exitbench.result.CostComparison;
import io.exitbench.result.LoadResult;
import io.exitbench.result.RunCost;
import io.exitbench.result.SuiteCosts;
import io.exitbench.result.TierVerdict;
import io.exitbench.strategy.ExitStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Measures all runs of a suite and draws everything from it that is said about cost. */
final class CostMeasurement {
    private final SuiteSpecification specification;
    private final SampleRunner runner;
    private final EnergyMeter meter;
    private final DeviceProbe probe;
    private final List<Path> modelTrainedIn;

    /**
     * @param modelTrainedIn folder of the checkpoint if it was trained for its exits
     */
    CostMeasurement(
            SuiteSpecification specification,
            SampleRunner runner,
            EnergyMeter meter,
            DeviceProbe probe,
            List<Path> modelTrainedIn) {
        this.specification = specification;
        this.runner = runner;
        this.meter = meter;
        this.probe = probe;
        this.modelTrainedIn = List.copyOf(modelTrainedIn);
    }

    /**
     * What was measured.
     *
     * @param runs completions and times, in the order of the plan
     * @param costs drawn from them, in the same order
     */
    record Outcome(Map<PlannedRun, MeasuredRun> runs, SuiteCosts costs) {}

    /**
     * Measures.
     *
     * @param runs full depth under {@code propagate} first
     */
    Outcome measure(List<PlannedRun> runs, List<PreparedSample> samples) {
        MeasurementOptions options = specification.measurement();
        Measurement.Measured measured =
                new Measurement(runner, meter, probe, options.tier())
                        .measure(runs, samples, specification.blocks(), specification.seed());
        OptionalDouble idle = IdlePower.mean(measured.idleBefore(), measured.idleAfter());
        List<RunCost> costs = new ArrayList<>();
        measured.runs().forEach((run, done) -> costs.add(Aggregation.cost(run, done, meter, idle)));
        return new Outcome(
                measured.runs(),
                new SuiteCosts(
                        costs,
                        breakEven(runs, costs),
                        CostComparison.against(runs.get(0).identity().runId(), costs),
                        loads(runs, samples, options.arrivalsPerSecond()),
                        measured.idleBefore(),
                        measured.idleAfter(),
                        options.co2GramsPerKwh(),
                        TierVerdict.of(options.tier(), costs)));
    }

    private Map<String, BreakEven> breakEven(List<PlannedRun> runs, List<RunCost> costs) {
        OptionalDouble fullDepth = costs.get(0).energyPerSample();
        Map<String, BreakEven> breakEven = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            PlannedRun run = runs.get(i);
            // Full depth needs no training for exits, so it has nothing to pay back.
            if (!run.isFullDepth()) {
                List<Path> folders = new ArrayList<>(modelTrainedIn);
                folders.addAll(run.variant().trained());
                RunCost cost = costs.get(i);
                breakEven.put(
                        cost.runId(),
                        StageEnergyFile.readAll(folders)
                                .map(
                                        stages ->
                                                BreakEven.of(
                                                        stages,
                                                        fullDepth,
                                                        cost.energyPerSample(),
                                                        cost.quality()))
                                .orElse(BreakEven.UNKNOWN));
            }
        }
        return breakEven;
    }

    private List<LoadResult> loads(
            List<PlannedRun> runs, List<PreparedSample> samples, OptionalDouble arrivals) {
        List<LoadResult> loads = new ArrayList<>();
        if (arrivals.isEmpty()) {
            return loads;
        }
        OpenLoop loop = new OpenLoop(System::nanoTime, Pause.SLEEP);
        for (PlannedRun run : runs) {
            try (EarlyExitDecoder decoder = runner.decoder(run)) {
                runner.warmUp(
                        decoder, run, samples, specification.measurement().tier().warmUpSamples());
                ExitStrategy strategy = run.variant().factory().get();
                loads.add(
                        loop.run(
                                run,
                                arrivals.getAsDouble(),
                                samples.size(),
                                specification.seed(),
                                i -> runner.complete(decoder, run, strategy, samples.get(i))));
            }
        }
        return loads;
    }
}
