package io.exitbench.suite;

import io.exitbench.agent.AgentFamily;
import io.exitbench.result.cost.SuiteCosts;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.score.ScoreComparison;
import io.exitbench.result.table.FamilyFrontier;
import io.exitbench.result.table.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a suite run produced.
 *
 * @param specification of the suite
 * @param runs in the order of the strategies
 * @param samples of each run, by run id
 * @param scores of each run in all metrics, none where the model has no meaning
 * @param comparisons of every run with full depth
 * @param frontiers of every family
 * @param costs times and energies beyond {@code results.csv}
 * @param fineTuned folder of the model's checkpoint, if it was tuned for early exits
 * @param agents that were trained for it
 * @param notices what a reader must know before any number: the data is embedded, energy is an
 *     estimate, and the like
 * @param provenance versions, digests, machine, meter, as in {@code run.json}
 * @param folder with {@code results.csv}, {@code samples.jsonl}, {@code run.json}
 */
public record SuiteOutcome(
        SuiteSpecification specification,
        List<RunResult> runs,
        Map<String, List<SampleResult>> samples,
        List<RunScores> scores,
        List<ScoreComparison> comparisons,
        List<FamilyFrontier> frontiers,
        SuiteCosts costs,
        Optional<Path> fineTuned,
        List<AgentFamily> agents,
        List<String> notices,
        Map<String, Object> provenance,
        Path folder) {}
