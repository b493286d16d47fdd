package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.KvPolicy;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.LatencyRecord;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.measure.FaultyStrategies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The batch as a factor of a suite. */
class BatchSuiteTest {
    private static final StrategyFamily DRAFTING =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                            "drafting",
                                            "",
                                            () -> seen -> ExitDecision.exitIf(seen.layer() == 4))
                                    .verified(
                                            new Lossless(
                                                    () -> DraftLength.fixed(3),
                                                    Lossless.Guess.NONE)));

    @TempDir Path folder;

    private SpecificationBuilder specification(List<Integer> batches) {
        return SmallSuite.specification(folder.resolve("results"), folder.resolve("cache"))
                .samples(5, 24)
                .batches(batches)
                .kvPolicies(List.of(KvPolicy.DEFER, KvPolicy.PROPAGATE))
                .worker(30, true);
    }

    private static long work(
            SuiteRecords records, RunRecord run, ToLongFunction<JournalEntry.Sample> of) {
        return records.samples(run.runId()).stream().mapToLong(of).sum();
    }

    @Test
    void everyStrategyRunsWithEveryBatchAndSavesAgainstItsOwnFullDepth() {
        Path at =
                new SuiteRunner(
                                specification(List.of(1, 3)).build(),
                                List.of(
                                        new FaultyStrategies.Full(),
                                        new FaultyStrategies.Sound(),
                                        new FaultyStrategies.Throwing(),
                                        DRAFTING))
                        .run();
        SuiteRecords records = ResultFolder.read(at);
        Map<String, RunRecord> runs =
                records.plan().runs().stream()
                        .collect(Collectors.toMap(RunRecord::label, run -> run));
        assertThat(records.plan().runs())
                .extracting(RunRecord::label)
                .containsExactly(
                        "full-depth [propagate]",
                        "full-depth [defer]",
                        "sound [defer]",
                        "throwing [defer]",
                        "sound [propagate]",
                        "throwing [propagate]",
                        "full-depth [propagate, batch 3]",
                        "full-depth [defer, batch 3]",
                        "sound [defer, batch 3]",
                        "throwing [defer, batch 3]",
                        "sound [propagate, batch 3]",
                        "throwing [propagate, batch 3]",
                        "drafting [defer]");
        for (String name : List.of("full-depth [defer", "sound [defer", "sound [propagate")) {
            RunRecord alone = runs.get(name + "]");
            RunRecord together = runs.get(name + ", batch 3]");
            for (JournalEntry.Sample sample : records.samples(alone.runId())) {
                JournalEntry.Sample other =
                        records.sample(together.runId(), sample.sampleId()).orElseThrow();
                assertThat(other.tokens()).isEqualTo(sample.tokens());
                assertThat(other.exitLayers()).isEqualTo(sample.exitLayers());
                assertThat(other.work().layerRows()).isEqualTo(sample.work().layerRows());
                assertThat(records.forced(together.runId(), sample.sampleId()).orElseThrow())
                        .extracting(JournalEntry.Forced::predicted)
                        .isEqualTo(
                                records.forced(alone.runId(), sample.sampleId())
                                        .orElseThrow()
                                        .predicted());
            }
            assertThat(work(records, together, sample -> sample.work().layerPasses()))
                    .isLessThan(work(records, alone, sample -> sample.work().layerPasses()));
            assertThat(records.windows(together.runId())).hasSize(1);
            assertThat(records.forcedWindows(together.runId())).hasSize(1);
        }
        RunRecord throwing = runs.get("throwing [defer, batch 3]");
        assertThat(records.failure(throwing.runId()).orElseThrow().reason())
                .contains("throwing", "batch 3", "out of ideas", "sample");
        requireTables(FinishedRun.read(at), records, runs);
        assertThat(ReportPage.of(at).html())
                .contains("<section id=\"batches\">")
                .contains("What is left of the saving")
                .contains("Tokens in a second");
    }

    private static void requireTables(
            FinishedRun finished, SuiteRecords records, Map<String, RunRecord> runs) {
        Map<String, Map<String, String>> rows =
                finished.table(ResultFolder.RESULTS).records().stream()
                        .collect(Collectors.toMap(row -> row.get("run_id"), row -> row));
        Map<String, String> full = rows.get(runs.get("full-depth [propagate, batch 3]").runId());
        Map<String, String> sound = rows.get(runs.get("sound [defer, batch 3]").runId());
        assertThat(full).containsEntry("batch", "3");
        assertThat(full).containsEntry("time_saved_pct", "0.0000");
        assertThat(sound).containsEntry("batch", "3").containsEntry("layers_saved_pct", "33.3333");
        // Against full depth with three at a time, and not against that with one.
        double passes = Double.parseDouble(sound.get("layer_passes"));
        assertThat(passes).isLessThan(8);
        assertThat(Double.parseDouble(sound.get("bytes_saved_pct"))).isBetween(0.0, 34.0);
        RunRecord run = runs.get("sound [defer, batch 3]");
        LatencyRecord latency = records.windows(run.runId()).get(0).latencies();
        double seconds = records.windows(run.runId()).get(0).cost().seconds();
        assertThat(latency.allNanos() / 1e9).isCloseTo(seconds, within(1e-6));
    }

    @Test
    void draftsAreRefusedWhereNothingIsMadeAlone() {
        SuiteSpecification asked =
                specification(List.of(4)).strategies(Pattern.compile("drafting")).build();
        assertThatThrownBy(
                        () ->
                                new SuiteRunner(
                                                asked,
                                                List.of(new FaultyStrategies.Full(), DRAFTING))
                                        .run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("drafting")
                .hasMessageContaining("exitbench.batch");
    }
}
