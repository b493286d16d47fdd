package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.file.Csv;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.strategy.UndeclaredLookaheadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole suites, measured in this process; KillTest and BenchmarkSuiteTest use one of their own. */
class SuiteRunnerTest {
    private static final String CONTRACT =
            "run_id,suite,dataset,dataset_digest,model,model_digest,layers,strategy,parameters,"
                    + "kv_policy,seed,samples,tokens,exact_match,edit_similarity,bleu,rouge_l,chrf,"
                    + "code_bleu,agreement,mean_layers,layers_saved_pct,latency_ms_per_token,"
                    + "latency_ms_per_sample_p50,latency_ms_per_sample_p95,tokens_per_second,"
                    + "energy_j_per_token,energy_j_per_sample,energy_source,energy_saved_pct,"
                    + "decision_overhead_pct,exact_match_ci,edit_similarity_ci,device";

    @TempDir static Path cache;
    @TempDir static Path shared;
    @TempDir Path folder;

    /** Folders of runs that several tests look at. */
    private static Path withOracle;

    private static Path embedded;

    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                            "full-depth", "", () -> seen -> ExitDecision.CONTINUE)
                                    .as(StrategyRole.FULL_DEPTH));
    private static final StrategyFamily ORACLE =
            context ->
                    Stream.of(
                            StrategyVariant.of("oracle", "", Told::new).as(StrategyRole.CHEATING));

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

    @BeforeAll
    static void runOnceForAll() {
        withOracle = run(withEnergy(specification(shared.resolve("oracle"))), FULL, ORACLE);
        embedded =
                run(
                        specification(shared.resolve("full"))
                                .data(DataChoice.embedded())
                                .model("tiny-opt-code", List.of(2, 4, 6, 8, 10))
                                .samples(2, 48)
                                .newTokens(6),
                        FULL);
    }

    private SpecificationBuilder specification(String output) {
        return specification(folder.resolve(output));
    }

    private static SpecificationBuilder specification(Path output) {
        return SmallSuite.specification(output, cache)
                .model(SmallModel.in(cache).toString(), List.of(2, 4, 6, 8, 10))
                .samples(6, 48)
                .newTokens(12)
                .kvPolicies(List.of(KvPolicy.DEFER, KvPolicy.RECOMPUTE))
                .worker(30, true);
    }

    private static SpecificationBuilder withEnergy(SpecificationBuilder specification) {
        return specification.energy(10, OptionalDouble.empty(), OptionalDouble.empty());
    }

    private Path run(String output, StrategyFamily... families) {
        return run(specification(output), families);
    }

    private static Path run(SpecificationBuilder specification, StrategyFamily... families) {
        return new SuiteRunner(specification.build(), List.of(families)).run();
    }

    private static List<Map<String, String>> results(Path at) throws IOException {
        List<List<String>> rows = Csv.read(at.resolve("results.csv"));
        List<Map<String, String>> results = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                cells.put(rows.get(0).get(i), row.get(i));
            }
            results.add(cells);
        }
        return results;
    }

    @Test
    void twoRunsWithOneSeedDifferInTimeAndEnergyAlone() throws IOException {
        Path first = withOracle;
        Path second = run(withEnergy(specification("again")), FULL, ORACLE);
        assertThat(Files.readString(second.resolve("scores.csv")))
                .isEqualTo(Files.readString(first.resolve("scores.csv")));
        assertThat(withoutCosts(second)).isEqualTo(withoutCosts(first));
        SuiteRecords one = ResultFolder.read(first);
        SuiteRecords other = ResultFolder.read(second);
        for (RunRecord run : one.plan().runs()) {
            for (JournalEntry.Sample sample : one.samples(run.runId())) {
                assertThat(other.sample(run.runId(), sample.sampleId()).orElseThrow())
                        .usingRecursiveComparison()
                        .isEqualTo(sample);
            }
        }
    }

    private static List<Map<String, String>> withoutCosts(Path at) throws IOException {
        List<Map<String, String>> rows = results(at);
        for (Map<String, String> row : rows) {
            row.keySet()
                    .removeIf(
                            name ->
                                    name.startsWith("latency_")
                                            || name.startsWith("energy_")
                                            || name.startsWith("time_")
                                            || name.startsWith("tokens_per")
                                            || name.startsWith("decision_"));
        }
        return rows;
    }

    @Test
    void theOracleWritesWhatTheFullModelWritesUnderExactPolicies() throws IOException {
        List<Map<String, String>> rows = results(withOracle);
        assertThat(rows)
                .extracting(row -> row.get("strategy") + "/" + row.get("kv_policy"))
                .containsExactly(
                        "full-depth/propagate",
                        "full-depth/defer",
                        "oracle/defer",
                        "full-depth/recompute",
                        "oracle/recompute");
        for (Map<String, String> row : rows) {
            assertThat(row).containsEntry("agreement", "100.0000");
            boolean full = row.get("strategy").equals("full-depth");
            assertThat(row.get("mean_layers").equals("12.0000")).isEqualTo(full);
        }
    }

    @Test
    void aTunedModelsBaseIsMeasuredBesideIt() throws IOException {
        SuiteSpecification specification =
                specification("base")
                        .model("tiny-opt-code-multi-exit", List.of(4))
                        .samples(2, 48)
                        .newTokens(8)
                        .kvPolicies(List.of(KvPolicy.DEFER))
                        .build();
        Path at = new SuiteRunner(specification, List.of(FULL, ORACLE)).run();
        List<Map<String, String>> rows = results(at);
        assertThat(rows)
                .extracting(row -> row.get("model") + "/" + row.get("strategy"))
                .containsExactly(
                        "tiny-opt-code-multi-exit/full-depth",
                        "tiny-opt-code/full-depth",
                        "tiny-opt-code-multi-exit/full-depth",
                        "tiny-opt-code-multi-exit/oracle");
        assertThat(rows).extracting(row -> row.get("run_id")).doesNotHaveDuplicates();
        assertThat(rows.get(1))
                .containsEntry("base_agreement", "100.0000")
                .containsEntry("mean_layers", "12.0000");
        assertThat(rows.get(0)).containsEntry("agreement_forced", "100.0000");
        assertThat(rows.get(0).get("base_agreement"))
                .isEqualTo(rows.get(1).get("agreement"))
                .isNotEqualTo("100.0000");
        assertThat(rows.get(3))
                .containsEntry("agreement_forced", "100.0000")
                .containsEntry("same_as_full_pct", "100.0000");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.get("time_saved_vs_base_pct")).isNotEmpty());
    }

    @Test
    void aShallowPrefillLeavesTheRunAloneThatAllAreComparedWith() throws IOException {
        Path shallow = folder.resolve("shallow");
        run(specification("shallow").prefill(new Prefill(2)), FULL);
        List<Map<String, String>> rows = withoutCosts(shallow);
        assertThat(rows.get(0)).isEqualTo(withoutCosts(withOracle).get(0));
        // The others make up for what the prefill left out.
        assertThat(rows.get(1)).containsEntry("kv_policy", "defer");
        assertThat(Double.parseDouble(rows.get(1).get("layer_rows"))).isGreaterThan(13);
        assertThat(Double.parseDouble(rows.get(1).get("compute_saved_pct"))).isNegative();
    }

    @Test
    void filesFollowTheContract() throws IOException {
        Path at = embedded;
        List<String> csv = Files.readAllLines(at.resolve("results.csv"));
        assertThat(csv.get(0)).startsWith(CONTRACT);
        assertThat(csv).hasSize(1 + 3);
        Map<String, String> row = results(at).get(0);
        assertThat(row)
                .containsEntry("dataset", "jython-lib")
                .containsEntry("samples", "2")
                .containsEntry("mean_layers", "12.0000")
                .containsEntry("layer_passes", "12.0000")
                .containsEntry("layer_rows", "12.0000")
                .containsEntry("bytes_saved_pct", "0.0000")
                .containsEntry("compute_saved_pct", "0.0000");
        assertThat(Double.parseDouble(row.get("code_bleu"))).isBetween(0.0, 100.0);
        // Hidden 256, feed-forward 1024, vocabulary 8192, float32.
        assertThat(ResultFolder.read(at).plan().workCosts())
                .isEqualTo(new WorkCosts(12 * 256 * 256, 2 * 256 * 256, 256 * 8192, 256, 4));
        assertThat(Files.readAllLines(at.resolve("samples.jsonl"))).hasSize(2 * 3);
        assertThat(Files.readString(at.resolve("run.json")))
                .contains("\"model_digest\"", "\"sample_ids\"", "\"energy_source\"");
    }

    @Test
    void theOracleClosesTheWholeGapAndDoesNotDifferFromFullDepth() throws IOException {
        Path at = withOracle;
        List<List<String>> frontiers = Csv.read(at.resolve("frontiers.csv"));
        List<String> header = frontiers.get(0);
        assertThat(frontiers)
                .filteredOn(row -> row.get(header.indexOf("strategy")).equals("oracle"))
                .filteredOn(row -> row.get(header.indexOf("quality")).equals("agreement"))
                .filteredOn(row -> row.get(header.indexOf("cost")).equals("bytes"))
                .hasSize(2)
                .allSatisfy(
                        row ->
                                assertThat(row.get(header.indexOf("share_of_gap_to_oracle")))
                                        .isEqualTo("1.0000"));
        List<List<String>> comparisons = Csv.read(at.resolve("comparisons.csv"));
        int difference = comparisons.get(0).indexOf("difference");
        assertThat(comparisons.subList(1, comparisons.size()))
                .hasSize(4 * 4)
                .allSatisfy(row -> assertThat(row.get(difference)).isEqualTo("0.0000"));
    }

    @Test
    void everyWindowIsRecordedAndDecisionsAreReplayed() throws IOException {
        StrategyFamily stopper =
                context -> Stream.of(StrategyVariant.of("stopper", "tokens=3", Stopping::new));
        SuiteSpecification specification =
                specification("costs")
                        .kvPolicies(List.of(KvPolicy.DEFER))
                        .measurement(Tier.SMOKE, 1, 2)
                        .energy(10, OptionalDouble.of(400), OptionalDouble.of(50))
                        .build();
        Path at = new SuiteRunner(specification, List.of(FULL, stopper)).run();
        SuiteRecords records = ResultFolder.read(at);
        assertThat(records.plan().runs()).hasSize(3);
        for (RunRecord run : records.plan().runs()) {
            assertThat(records.windows(run.runId()))
                    .hasSize(2)
                    .allSatisfy(
                            window -> {
                                assertThat(window.cost().seconds()).isPositive();
                                assertThat(window.replayedNanos()).hasSize(2);
                            });
        }
        String stopping = records.plan().runs().get(2).runId();
        assertThat(records.samples(stopping))
                .allSatisfy(sample -> assertThat(sample.tokens()).hasSizeLessThanOrEqualTo(3));
        assertThat(Files.readAllLines(at.resolve("costs.csv"))).hasSize(1 + 3);
        assertThat(Files.readAllLines(at.resolve("blocks.csv"))).hasSize(1 + 2 * 2 * 3);
        assertThat(Files.readAllLines(at.resolve("load.csv"))).hasSize(1 + 3);
        assertThat(Files.readAllLines(at.resolve("cost-comparisons.csv"))).hasSize(1 + 2 * 2);
        assertThat(Files.readString(at.resolve("samples.jsonl"))).contains("\"energy_j\":");
        assertThat(Files.readString(at.resolve("run.json"))).contains("\"tier\": \"smoke\"");
    }

    /** Ends every completion after three tokens. */
    private static final class Stopping implements ExitStrategy {
        @Override
        public ExitDecision decide(Observation seen) {
            return seen.tokenIndex() < 3 ? ExitDecision.CONTINUE : ExitDecision.STOP;
        }
    }

    @Test
    void aFinishedRunIsMeasuredAnewAndNothingOfTheOldOneStays() throws IOException {
        Path at = Files.createDirectories(folder.resolve("again"));
        try (Stream<Path> old = Files.list(withOracle)) {
            for (Path file : old.filter(Files::isRegularFile).toList()) {
                Files.copy(file, at.resolve(file.getFileName()));
            }
        }
        Files.writeString(at.resolve("old-picture.png"), "");
        Path again = run("again", FULL);
        assertThat(again).isEqualTo(at);
        assertThat(at.resolve("old-picture.png")).doesNotExist();
        assertThat(ResultFolder.read(at).sessions()).hasSize(1);
        assertThat(results(at)).hasSize(3);
    }

    @Test
    void whatCanNeverBeAResultIsRefusedBeforeTheModelIsLookedFor() {
        SuiteSpecification specification =
                specification("p")
                        .model("no-such-model", List.of(4))
                        .measurement(Tier.PUBLISH, 1, 2)
                        .build();
        assertThatThrownBy(() -> new SuiteRunner(specification, List.of(FULL)).run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("The publish tier needs at least 3 blocks");
    }

    /** Asks for the answer, swallows the refusal and goes on as if nothing had been. */
    private static final class Sly implements ExitStrategy {
        private SampleContext sample;

        @Override
        public void beginSample(SampleContext sample) {
            this.sample = sample;
        }

        @Override
        public ExitDecision decide(Observation seen) {
            try {
                sample.lookahead();
            } catch (UndeclaredLookaheadException e) {
                // As a strategy does that would rather not be found out.
            }
            return ExitDecision.CONTINUE;
        }
    }

    @Test
    void anUndeclaredLookAheadFailsItsRunThoughItWasSwallowed() {
        StrategyFamily sly = context -> Stream.of(StrategyVariant.of("sly", "", Sly::new));
        SuiteRecords records = ResultFolder.read(run("sly", FULL, sly));
        List<RunRecord> failed =
                records.plan().runs().stream()
                        .filter(run -> records.failure(run.runId()).isPresent())
                        .toList();
        assertThat(failed)
                .extracting(RunRecord::label)
                .containsExactly("sly [defer]", "sly [recompute]");
        assertThat(records.failure(failed.get(0).runId()).orElseThrow().reason())
                .contains("sly [defer] failed (sample ", "not declared", "role CHEATING");
        assertThat(records.samples(failed.get(0).runId())).isEmpty();
    }

    @Test
    void anUnknownExitLayerIsRefusedBeforeAnythingRuns() {
        SuiteSpecification specification =
                specification("x").model("tiny-opt-code", List.of(4, 12)).build();
        assertThatThrownBy(() -> new SuiteRunner(specification, List.of(FULL)).run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("Exit layer 12 is not allowed: the model has 12 layers");
        assertThat(folder.resolve("x/journal.jsonl")).doesNotExist();
    }

    @Test
    void aSecondSuiteInTheSameFolderIsRefused() {
        Path output = folder.resolve("held");
        try (ResultFolder held = ResultFolder.hold(output)) {
            assertThat(held.path()).isEqualTo(output);
            assertThatThrownBy(() -> run("held", FULL))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("Another suite run is writing to");
        }
    }

    @Test
    void twoStrategiesOfOneNameAreRefused() {
        assertThatThrownBy(() -> run("z", FULL, FULL))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("Two strategies are called \"full-depth\"");
    }
}
