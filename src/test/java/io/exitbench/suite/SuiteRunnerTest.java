package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteRunnerTest {
    private static final String COLUMNS =
            "run_id,suite,dataset,dataset_digest,model,model_digest,layers,strategy,parameters,"
                    + "kv_policy,seed,samples,tokens,exact_match,edit_similarity,bleu,rouge_l,chrf,"
                    + "code_bleu,agreement,mean_layers,layers_saved_pct,latency_ms_per_token,"
                    + "latency_ms_per_sample_p50,latency_ms_per_sample_p95,tokens_per_second,"
                    + "energy_j_per_token,energy_j_per_sample,energy_source,energy_saved_pct,"
                    + "decision_overhead_pct,exact_match_ci,edit_similarity_ci,device,"
                    + "agreement_per_sample,mean_layers_per_sample,limit_samples,limit_tokens_pct";

    @TempDir Path folder;

    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                    "full-depth", "", () -> seen -> ExitDecision.CONTINUE));
    private static final StrategyFamily ORACLE =
            context -> Stream.of(new StrategyVariant("oracle", "", true, Told::new));

    private static final class Told implements ExitStrategy {
        private SampleContext sample;

        @Override
        public void beginSample(SampleContext sample) {
            this.sample = sample;
        }

        @Override
        public ExitDecision decide(Observation seen) {
            return seen.layer() >= sample.lookahead().firstAgreeingLayer(seen.tokenIndex())
                    ? ExitDecision.EXIT
                    : ExitDecision.CONTINUE;
        }
    }

    private SuiteSpecification specification(String model, List<Integer> exits, String output) {
        return new SuiteSpecification(
                "py150",
                Language.PYTHON,
                DataChoice.embedded(),
                model,
                exits,
                List.of(KvPolicy.DEFER, KvPolicy.RECOMPUTE),
                6,
                48,
                12,
                1,
                Prefill.FULL,
                Pattern.compile(".*"),
                7,
                "cpu",
                "float32",
                1,
                10,
                folder.resolve(output),
                folder.resolve("cache"),
                Optional.empty(),
                MeasurementOptions.SMOKE);
    }

    private SuiteOutcome run(String output, StrategyFamily... families) {
        SuiteSpecification specification =
                specification("tiny-opt-code", List.of(2, 4, 6, 8, 10), output);
        return new SuiteRunner(specification, List.of(families)).run();
    }

    @Test
    void twoRunsWithOneSeedGiveTheSameCompletionsAndScores() {
        SuiteOutcome first = run("a", FULL, ORACLE);
        SuiteOutcome second = run("b", FULL, ORACLE);
        assertThat(first.scores().stream().map(RunScores::scores).toList())
                .isEqualTo(second.scores().stream().map(RunScores::scores).toList());
        assertThat(first.samples().keySet()).isEqualTo(second.samples().keySet());
        first.samples()
                .forEach(
                        (run, samples) -> {
                            List<SampleResult> others = second.samples().get(run);
                            for (int i = 0; i < samples.size(); i++) {
                                assertThat(others.get(i).tokens())
                                        .isEqualTo(samples.get(i).tokens());
                                assertThat(others.get(i).exitLayers())
                                        .isEqualTo(samples.get(i).exitLayers());
                                assertThat(others.get(i).scores())
                                        .isEqualTo(samples.get(i).scores());
                            }
                        });
    }

    @Test
    void theOracleWritesWhatTheFullModelWritesUnderExactPolicies() {
        SuiteOutcome outcome = run("oracle", FULL, ORACLE);
        assertThat(outcome.runs())
                .extracting(run -> run.identity().strategy() + "/" + run.identity().kvPolicy())
                .containsExactly(
                        "full-depth/propagate",
                        "full-depth/defer",
                        "oracle/defer",
                        "full-depth/recompute",
                        "oracle/recompute");
        for (RunResult run : outcome.runs()) {
            assertThat(run.score("agreement")).as(run.identity().label()).hasValue(100);
            boolean full = run.identity().strategy().equals("full-depth");
            assertThat(run.meanLayers().orElseThrow() == 12).isEqualTo(full);
        }
    }

    @Test
    void filesFollowTheContract() throws IOException {
        Path output = Files.createDirectories(folder.resolve("files"));
        for (String earlier : List.of("quality-none.png", "load.csv", "learning-curve-1.csv")) {
            Files.createFile(output.resolve(earlier));
        }
        Files.createFile(output.resolve("notes.txt"));
        SuiteOutcome outcome = run("files", FULL);
        assertThat(output.toFile().list())
                .contains("notes.txt", "results.csv")
                .doesNotContain("quality-none.png", "load.csv", "learning-curve-1.csv");
        List<String> csv = Files.readAllLines(outcome.folder().resolve("results.csv"));
        assertThat(csv.get(0)).isEqualTo(COLUMNS);
        assertThat(csv).hasSize(1 + outcome.runs().size());
        Map<String, String> row = ResultsCsv.columns(outcome.runs().get(0));
        assertThat(row)
                .containsEntry("dataset", "jython-lib")
                .containsEntry("samples", "6")
                .containsEntry("mean_layers", "12.0000")
                .containsEntry("agreement_per_sample", "100.0000")
                .containsEntry("mean_layers_per_sample", "12.0000");
        long cut =
                outcome.samples().get(row.get("run_id")).stream()
                        .filter(sample -> sample.tokens().length == 12)
                        .count();
        assertThat(row).containsEntry("limit_samples", Long.toString(cut));
        assertThat(Double.parseDouble(row.get("code_bleu"))).isBetween(0.0, 100.0);
        assertThat(Files.readAllLines(outcome.folder().resolve("samples.jsonl")))
                .hasSize(6 * outcome.runs().size());
        assertThat(Files.readString(outcome.folder().resolve("run.json")))
                .contains("\"model_digest\"", "\"sample_ids\"", "\"energy_source\"")
                .containsPattern("\"ai.djl.pytorch.engine\": \"\\d+\\.\\d+")
                .containsPattern("\"org.junit.jupiter.api\": \"\\d+\\.\\d+")
                .containsPattern("\"pytorch\": \"\\d+\\.\\d+")
                .doesNotContain("\"null\"");
    }

    @Test
    void theOracleClosesTheWholeGapAndDoesNotDifferFromFullDepth() throws IOException {
        SuiteOutcome outcome = run("statistics", FULL, ORACLE);
        assertThat(outcome.frontiers())
                .filteredOn(f -> f.strategy().equals("oracle") && f.cost().equals("layers"))
                .filteredOn(f -> f.quality().equals("agreement"))
                .hasSize(2)
                .allSatisfy(
                        f -> {
                            assertThat(f.hypervolume()).isBetween(0.01, 0.99);
                            assertThat(f.shareOfGap()).hasValue(1);
                        });
        assertThat(outcome.comparisons())
                .hasSize(4 * (outcome.runs().size() - 1))
                .allSatisfy(
                        c -> {
                            assertThat(c.paired().difference()).isZero();
                            assertThat(c.bootstrapHolm()).isEqualTo(1);
                        });
        assertThat(Files.readAllLines(outcome.folder().resolve("comparisons.csv")))
                .hasSize(1 + outcome.comparisons().size());
        assertThat(Files.readAllLines(outcome.folder().resolve("frontiers.csv")).get(0))
                .startsWith("strategy,kv_policy,quality,cost,hypervolume");
    }

    @Test
    void everyWindowIsRecordedAndDecisionsAreReplayed() throws IOException {
        StrategyFamily stopper =
                context -> Stream.of(StrategyVariant.of("stopper", "tokens=3", Stopping::new));
        SuiteSpecification base = specification("tiny-opt-code", List.of(4, 8), "costs");
        SuiteSpecification specification =
                new SuiteSpecification(
                        base.name(),
                        base.language(),
                        base.data(),
                        base.model(),
                        base.exits(),
                        List.of(KvPolicy.DEFER),
                        base.samples(),
                        base.context(),
                        base.newTokens(),
                        2,
                        base.prefill(),
                        base.strategies(),
                        base.seed(),
                        base.device(),
                        base.computeType(),
                        base.threads(),
                        base.cpuWatts(),
                        base.output(),
                        base.cache(),
                        Optional.empty(),
                        new MeasurementOptions(
                                Tier.SMOKE, OptionalDouble.of(400), OptionalDouble.of(50)));
        SuiteOutcome outcome = new SuiteRunner(specification, List.of(FULL, stopper)).run();
        int runs = outcome.runs().size();
        assertThat(runs).isEqualTo(3);
        for (RunCost cost : outcome.costs().runs()) {
            assertThat(cost.blocks())
                    .hasSize(2)
                    .allSatisfy(b -> assertThat(b.seconds()).isPositive());
            assertThat(cost.blocks()).extracting(BlockCost::block).containsExactly(0, 1);
            assertThat(cost.overhead()).as(cost.label()).isPresent();
            assertThat(cost.latency().firstToken().p99()).isPresent();
        }
        assertThat(outcome.runs().get(2).tokens()).isLessThanOrEqualTo(3L * base.samples());
        Path costs = outcome.folder();
        assertThat(Files.readAllLines(costs.resolve("costs.csv"))).hasSize(1 + runs);
        assertThat(Files.readAllLines(costs.resolve("blocks.csv"))).hasSize(1 + 2 * runs);
        assertThat(Files.readAllLines(costs.resolve("load.csv"))).hasSize(1 + runs);
        assertThat(Files.readAllLines(costs.resolve("cost-comparisons.csv")))
                .hasSize(1 + 2 * (runs - 1));
        assertThat(Files.readString(costs.resolve("samples.jsonl"))).contains("\"energy_j\":");
        assertThat(Files.readString(costs.resolve("run.json"))).contains("\"tier\": \"smoke\"");
    }

    /** Ends every completion after three tokens. */
    private static final class Stopping implements ExitStrategy {
        @Override
        public ExitDecision decide(Observation seen) {
            return seen.tokenIndex() < 3 ? ExitDecision.CONTINUE : ExitDecision.STOP;
        }
    }

    @Test
    void anUnknownExitLayerIsRefusedBeforeAnythingRuns() {
        SuiteSpecification specification = specification("tiny-opt-code", List.of(4, 12), "x");
        assertThatThrownBy(() -> new SuiteRunner(specification, List.of(FULL)).run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("Exit layer 12 is not allowed: the model has 12 layers");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void aStrategyThatDrawsAfreshIsRefused() {
        StrategyFamily unseeded =
                context -> {
                    int[] calls = {0};
                    return Stream.of(
                            StrategyVariant.of(
                                    "unseeded",
                                    "",
                                    () ->
                                            seen ->
                                                    calls[0]++ < 60
                                                            ? ExitDecision.EXIT
                                                            : ExitDecision.CONTINUE));
                };
        SuiteSpecification once = specification("tiny-opt-code", List.of(4, 8), "y");
        SuiteSpecification twice =
                new SuiteSpecification(
                        once.name(),
                        once.language(),
                        once.data(),
                        once.model(),
                        once.exits(),
                        List.of(KvPolicy.DEFER),
                        once.samples(),
                        once.context(),
                        once.newTokens(),
                        2,
                        once.prefill(),
                        once.strategies(),
                        once.seed(),
                        once.device(),
                        once.computeType(),
                        once.threads(),
                        once.cpuWatts(),
                        once.output(),
                        once.cache(),
                        Optional.empty(),
                        once.measurement());
        assertThatThrownBy(() -> new SuiteRunner(twice, List.of(FULL, unseeded)).run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("unseeded gave different completions");
    }

    @Test
    void twoStrategiesOfOneNameAreRefused() {
        SuiteSpecification specification = specification("tiny-opt-code", List.of(4), "z");
        assertThatThrownBy(() -> new SuiteRunner(specification, List.of(FULL, FULL)).run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("Two strategies are called \"full-depth\"");
    }
}
