package io.exitbench.result;

import static io.exitbench.result.SuiteRecordsFixture.BASE;
import static io.exitbench.result.SuiteRecordsFixture.FULL;
import static io.exitbench.result.SuiteRecordsFixture.ORACLE;
import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static io.exitbench.result.SuiteRecordsFixture.SESSION;
import static io.exitbench.result.SuiteRecordsFixture.journal;
import static io.exitbench.result.SuiteRecordsFixture.plan;
import static io.exitbench.result.SuiteRecordsFixture.prompts;
import static io.exitbench.result.SuiteRecordsFixture.records;
import static io.exitbench.result.SuiteRecordsFixture.window;
import static io.exitbench.result.SuiteRecordsFixture.withBase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.cost.SavedCosts;
import io.exitbench.result.picture.Drawing;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.score.ScoreComparison;
import io.exitbench.result.table.FamilyFrontier;
import io.exitbench.result.table.Frontiers;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    @TempDir Path folder;

    private static RunResult find(Summary summary, RunRecord run) {
        return summary.runs().stream()
                .filter(each -> each.run().runId().equals(run.runId()))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> written(Summary summary) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        Path staging = Files.createTempDirectory(folder, "files");
        for (Map.Entry<String, ResultFolder.Content> file : summary.files().entrySet()) {
            Path path = staging.resolve(file.getKey());
            file.getValue().writeTo(path);
            texts.put(
                    file.getKey(),
                    new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
        }
        return texts;
    }

    @Test
    void whereNothingCanBeDrawnAllElseIsWritten() {
        Summary summary = Summary.of(records(journal()));
        Drawing drawing =
                Drawing.after(
                        () -> {
                            throw new UnsatisfiedLinkError("libharfbuzz.so.0");
                        });
        assertThat(summary.files(Drawing.after(() -> {})).keySet())
                .contains(FinishedRun.picture("defer"))
                .filteredOn(name -> !name.endsWith(".png"))
                .containsExactlyElementsOf(summary.files(drawing).keySet());
    }

    @Test
    void qualityIsOfAllSamplesAndCostOfThoseInTheSchedule() {
        RunResult rule = find(Summary.of(records(journal())), RULE);
        Map<String, String> cells = ResultsCsv.columns(rule);
        assertThat(cells)
                .containsEntry("samples", "4")
                .containsEntry("tokens", "8")
                .containsEntry("mean_layers", "8.0000")
                .containsEntry("exact_match", "50.0000")
                .containsEntry("agreement", "75.0000")
                // 20 J of a window, 2 samples, 4 tokens in it.
                .containsEntry("energy_j_per_sample", "10.0000")
                .containsEntry("energy_j_per_token", "5.0000")
                .containsEntry("energy_saved_pct", "50.0000")
                .containsEntry("latency_ms_per_token", "0.5000")
                .containsEntry("decision_overhead_pct", "50.0000")
                .containsEntry("energy_source", "counter")
                .containsEntry("device", "cpu");
        assertThat(rule.samples())
                .extracting(s -> s.latencyMs().length)
                .containsExactly(0, 2, 0, 2);
        assertThat(rule.samples())
                .extracting(SampleResult::energyJ)
                .containsExactly(null, 5., null, 15.);
    }

    @Test
    void passesAndRowsAreCountedAgainstFullDepth() {
        Map<String, String> cells = ResultsCsv.columns(find(Summary.of(records(journal())), RULE));
        // Two tokens of a sample at layers 4 and 12: 16 passes, 16 rows of their own, 8 caught up.
        assertThat(cells)
                .containsEntry("layer_passes", "8.0000")
                .containsEntry("layer_rows", "12.0000")
                // (8 × 100 + 1000) of (12 × 100 + 1000) weights.
                .containsEntry("bytes_saved_pct", "18.1818")
                .containsEntry("compute_saved_pct", "0.0000");
    }

    @Test
    void onEqualTextEveryRunIsComparedOnTheSameTokens() {
        Map<String, String> cells = ResultsCsv.columns(find(Summary.of(records(journal())), RULE));
        assertThat(cells)
                // Of two files' four texts of two tokens, two predictions at the first one differ.
                .containsEntry("agreement_forced", "75.0000")
                .containsEntry("outside_candidates_pct", "25.0000")
                // 1 token in two samples, both in the other two.
                .containsEntry("agreement_prefix", "1.5000")
                .containsEntry("same_as_full_pct", "50.0000")
                .containsEntry("base_agreement", "")
                // 3 ms and 27 J for four tokens, 36 J at full depth; each window takes a second.
                .containsEntry("latency_forced_ms_per_token", "0.7500")
                .containsEntry("energy_forced_j_per_token", "6.7500")
                .containsEntry("time_forced_saved_pct", "0.0000")
                .containsEntry("energy_forced_saved_pct", "25.0000")
                // Tokens leave at 4 and 8 there: 6 passes and 8 rows a token, 100 weights each, and
                // a head of 1000; at full depth 12 and 12.
                .containsEntry("compute_forced_saved_pct", "18.1818")
                .containsEntry("bytes_forced_saved_pct", "27.2727")
                .containsEntry("time_saved_pct", "0.0000")
                .containsEntry("time_saved_vs_base_pct", "");
    }

    @Test
    void savingsAreCountedAgainstTheModelBeforeTuningToo() {
        List<JournalEntry> journal = journal();
        for (PromptRecord prompt : prompts()) {
            JournalEntry.Sample full =
                    (JournalEntry.Sample)
                            journal.stream()
                                    .filter(
                                            e ->
                                                    e instanceof JournalEntry.Sample s
                                                            && s.runId().equals(FULL.runId())
                                                            && s.sampleId()
                                                                    .equals(prompt.sampleId()))
                                    .findFirst()
                                    .orElseThrow();
            journal.add(
                    new JournalEntry.Sample(
                            BASE.runId(),
                            prompt.sampleId(),
                            new int[] {7, 7},
                            full.exitLayers(),
                            full.pieces(),
                            full.completion(),
                            false,
                            full.work()));
            journal.add(
                    new JournalEntry.Forced(
                            BASE.runId(),
                            prompt.sampleId(),
                            new int[] {7, 7},
                            full.exitLayers(),
                            full.work(),
                            CandidateLooks.NONE));
        }
        for (int block = 0; block < 2; block++) {
            journal.add(window(SESSION, BASE, block, 80));
            journal.add(SuiteRecordsFixture.forcedWindow(SESSION, BASE, block, 72, 6));
        }
        Summary summary = Summary.of(new SuiteRecords(withBase(), prompts(), journal));
        assertThat(ResultsCsv.columns(find(summary, FULL)))
                .containsEntry("base_agreement", "50.0000")
                .containsEntry("energy_saved_vs_base_pct", "50.0000")
                .containsEntry("energy_saved_pct", "0.0000");
        assertThat(ResultsCsv.columns(find(summary, BASE)))
                .containsEntry("model", "untuned")
                .containsEntry("agreement", "50.0000")
                .containsEntry("agreement_forced", "50.0000")
                .containsEntry("base_agreement", "100.0000");
        assertThat(summary.frontiers())
                .as("what is drawn is the suite's model")
                .allSatisfy(
                        f ->
                                assertThat(f.frontier().points())
                                        .noneMatch(p -> p.run().equals(BASE.label())));
    }

    @Test
    void frontiersAreDrawnOverWhatWasMeasuredAndWhatWasComputed() {
        assertThat(Summary.of(records(journal())).frontiers())
                .extracting(FamilyFrontier::cost)
                .contains("bytes", "compute", "time", "energy")
                .doesNotContain("layers");
    }

    @Test
    void recordsThatDoNotSayWhatWasComputedAreRefused() {
        List<JournalEntry> journal = journal();
        int at =
                journal.indexOf(
                        journal.stream()
                                .filter(JournalEntry.Sample.class::isInstance)
                                .findFirst()
                                .orElseThrow());
        JournalEntry.Sample known = (JournalEntry.Sample) journal.get(at);
        journal.set(
                at,
                new JournalEntry.Sample(
                        known.runId(),
                        known.sampleId(),
                        known.tokens(),
                        known.exitLayers(),
                        known.pieces(),
                        known.completion(),
                        known.limited(),
                        null));
        refuses(journal, "do not say what was computed");
    }

    @Test
    void whatIsNotShownToBeSavedPaysNothingBack() {
        Summary summary = Summary.of(records(journal()));
        // 60 J of training; but what was measured is of one file.
        assertThat(summary.costs().breakEven().get(RULE.runId()).completions()).isEmpty();
        assertThat(summary.costs().breakEven().get(RULE.runId()).reason())
                .isEqualTo("the saving has no interval");
        assertThat(summary.costs().breakEven().get(RULE.runId()).trainingJoules()).hasValue(60);
        assertThat(summary.costs().breakEven()).doesNotContainKey(FULL.runId());
        assertThat(find(summary, RULE).cost().netEnergyPerSample().orElseThrow())
                .isCloseTo(10 - 3 * 0.5, within(1e-9));
    }

    @Test
    void cheatingIsToldByTheRecordAndNotByTheName() {
        Summary summary = Summary.of(records(journal()));
        assertThat(summary.frontiers())
                .filteredOn(f -> f.strategy().equals(Frontiers.ALL) && f.kvPolicy().equals("defer"))
                .isNotEmpty()
                .allSatisfy(
                        f ->
                                assertThat(f.frontier().points())
                                        .extracting(point -> point.run())
                                        .containsExactly(RULE.label()));
        assertThat(summary.frontiers())
                .filteredOn(f -> f.strategy().equals("oracle") && f.quality().equals("agreement"))
                // All runs took the same time.
                .filteredOn(f -> !f.cost().equals("time"))
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.shareOfGap()).hasValue(1));
    }

    @Test
    void equalRecordsGiveEqualFilesByteByByte() throws IOException {
        List<JournalEntry> journal = journal();
        journal.add(SuiteRecordsFixture.load());
        Map<String, String> files = written(Summary.of(records(journal)));
        assertThat(written(Summary.of(records(journal)))).isEqualTo(files);
        assertThat(files.keySet())
                .containsExactly(
                        "samples.jsonl",
                        "completions.jsonl",
                        "scores.csv",
                        "comparisons.csv",
                        "primary-comparisons.csv",
                        "frontiers.csv",
                        "costs.csv",
                        "blocks.csv",
                        "cost-comparisons.csv",
                        "load.csv",
                        "quality-defer.png",
                        "run.json",
                        "results.csv");
        assertThat(files.get("samples.jsonl").lines()).hasSize(12);
        assertThat(files.get("completions.jsonl").lines()).hasSize(4);
        assertThat(files.get("blocks.csv").lines()).hasSize(1 + 2 * 3 * 2);
    }

    @Test
    void theOrderInWhichRunsWereMeasuredDoesNotMatter() throws IOException {
        List<JournalEntry> other = journal();
        List<JournalEntry> samples =
                other.stream().filter(JournalEntry.Sample.class::isInstance).toList();
        List<JournalEntry> reversed = new ArrayList<>(samples);
        Collections.reverse(reversed);
        int first = other.indexOf(samples.get(0));
        other.removeAll(samples);
        other.addAll(first, reversed);
        assertThat(written(Summary.of(records(other))))
                .isEqualTo(written(Summary.of(records(journal()))));
    }

    @Test
    void aFailedRunHasNoResultAndTheOthersStand() throws IOException {
        List<JournalEntry> journal = journal();
        journal.removeIf(e -> e instanceof JournalEntry.Window w && w.runId().equals(RULE.runId()));
        journal.add(new JournalEntry.Failure(RULE.runId(), "s3", "entropy, \"it\" threw."));
        Map<String, String> files = written(Summary.of(records(journal)));
        assertThat(files.get("results.csv")).doesNotContain(RULE.runId()).contains(ORACLE.runId());
        assertThat(files.get("failures.csv"))
                .isEqualTo(
                        "run_id,run,sample,reason\n"
                                + "entropy-id,entropy nats=1 [defer],s3,\"entropy, \"\"it\"\" threw.\"\n");
        assertThat(files.get("samples.jsonl").lines()).hasSize(8);
        assertThat(json(files).getAsJsonArray("failures").get(0).getAsJsonObject().get("sample"))
                .hasToString("\"s3\"");
        assertThat(json(files).get("notices").toString()).contains("1 of 3 runs failed");
    }

    @Test
    void withoutItsReferenceNothingIsComparedOrSaved() {
        List<JournalEntry> journal = journal();
        journal.add(new JournalEntry.Failure(FULL.runId(), "", "full depth failed"));
        Summary summary = Summary.of(records(journal));
        assertThat(summary.comparisons()).isEmpty();
        assertThat(summary.costs().comparisons()).isEmpty();
        assertThat(find(summary, RULE).saved()).isEqualTo(SavedCosts.UNKNOWN);
        assertThat(summary.primary()).isEmpty();
        assertThat(find(summary, RULE).score("agreement")).hasValue(75);
    }

    @Test
    void aSuiteOfWhichEveryRunFailedHasAnEmptyTable() throws IOException {
        List<JournalEntry> journal = journal();
        for (RunRecord run : plan(true).runs()) {
            journal.add(new JournalEntry.Failure(run.runId(), "", "no"));
        }
        Map<String, String> files = written(Summary.of(records(journal)));
        assertThat(files.get("results.csv").lines()).hasSize(1);
        assertThat(files.get("failures.csv").lines()).hasSize(4);
    }

    @Test
    void aGapInOneWindowLeavesTheEnergyOfItsRunUnknown() throws IOException {
        List<JournalEntry> journal = journal();
        int at = journal.indexOf(windows(journal, RULE).get(1));
        journal.set(at, window(SESSION, RULE, 1, Double.NaN));
        Summary summary = Summary.of(records(journal));
        assertThat(ResultsCsv.columns(find(summary, RULE)))
                .containsEntry("energy_j_per_sample", "")
                .containsEntry("energy_j_per_token", "")
                .containsEntry("energy_saved_pct", "");
        assertThat(find(summary, RULE).samples())
                .extracting(SampleResult::energyJ)
                .containsOnlyNulls();
        assertThat(written(summary).get("blocks.csv").lines().filter(l -> l.contains(",gap,")))
                .singleElement()
                .asString()
                .startsWith("entropy-id,entropy nats=1 [defer],own,2,");
    }

    private static List<JournalEntry> windows(List<JournalEntry> journal, RunRecord run) {
        return journal.stream()
                .filter(e -> e instanceof JournalEntry.Window w && w.runId().equals(run.runId()))
                .toList();
    }

    @Test
    void aRunThatWentOnElsewhereNamesBothPlaces() throws IOException {
        List<JournalEntry> journal = journal();
        journal.removeIf(e -> e instanceof JournalEntry.Block b && b.block() == 1);
        journal.add(new JournalEntry.Session("b", "gpu", "estimate", EnergyQuality.ESTIMATE));
        plan(true).runs().forEach(run -> journal.add(window("b", run, 1, 8)));
        journal.add(new JournalEntry.Block("b", 1));
        Summary summary = Summary.of(records(journal));
        RunResult full = find(summary, FULL);
        assertThat(full.cost().energyPerPass())
                .as("an estimate is never added to a measurement")
                .isEmpty();
        assertThat(full.cost().secondsPerPass()).hasValue(1);
        assertThat(full.cost().source()).isEqualTo("counter; then estimate");
        assertThat(full.cost().quality()).isEqualTo(EnergyQuality.ESTIMATE);
        assertThat(full.device()).isEqualTo("cpu; then gpu");
        assertThat(json(written(summary)).get("sessions").getAsInt()).isEqualTo(2);
    }

    @Test
    void theProvenanceTellsWhatWasPlannedAndWhatWasMeasured() throws IOException {
        JsonObject json = json(written(Summary.of(records(journal()))));
        assertThat(json.get("finished").getAsString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(json.get("git_commit").getAsString()).isEqualTo("c0ffee");
        assertThat(json.get("energy_quality").getAsString()).contains("counter");
        assertThat(json.get("idle_watts_after").getAsDouble()).isEqualTo(4);
        assertThat(json.getAsJsonObject("schedule").getAsJsonArray("sample_ids")).hasSize(2);
        assertThat(json.get("blocks").getAsInt()).isEqualTo(2);
        assertThat(json.get("for_publication").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonArray("metrics").toString()).contains("CodeBLEU|");
        assertThat(json.getAsJsonArray("notices").toString())
                .contains("The data is <made up>.")
                .contains("4 samples; time and energy over 2 of them in 2 blocks.");
    }

    private static JsonObject json(Map<String, String> files) {
        return JsonParser.parseString(files.get("run.json")).getAsJsonObject();
    }

    @Test
    void randomWeightsHaveTimesButNoQuality() throws IOException {
        Summary summary = Summary.of(new SuiteRecords(plan(false), prompts(), journal()));
        assertThat(summary.scores()).isEmpty();
        assertThat(summary.comparisons()).isEmpty();
        assertThat(ResultsCsv.columns(find(summary, RULE)))
                .containsEntry("agreement", "")
                .containsEntry("exact_match_ci", "")
                .containsEntry("mean_layers", "8.0000")
                .containsEntry("energy_j_per_sample", "10.0000");
        Map<String, String> files = written(summary);
        assertThat(files.get("samples.jsonl")).contains("\"scores\":{}");
        assertThat(json(files).get("notices").toString()).contains("The weights are random");
    }

    @Test
    void runsAreComparedWithFullDepthInEveryTestedMetric() {
        assertThat(Summary.of(records(journal())).comparisons())
                .extracting(ScoreComparison::runId)
                .containsOnly(RULE.runId(), ORACLE.runId())
                .hasSize(4 * 2);
    }

    @Test
    void everyIntervalNamesItsUnit() {
        Map<String, String> cells = ResultsCsv.columns(find(Summary.of(records(journal())), RULE));
        assertThat(cells)
                .containsEntry("interval_unit", "file")
                .containsEntry("interval_units", "2")
                .containsEntry("time_saved_pct", "0.0000")
                // Both samples that were timed are of one file.
                .containsEntry("time_saved_ci", "")
                .containsEntry("saved_ci_units", "");
        assertThat(cells.get("agreement_ci")).isEqualTo("50.00..100.00");
        assertThat(ResultsCsv.columns(find(Summary.of(records(journal())), FULL)))
                .containsEntry("energy_saved_pct", "0.0000")
                .containsEntry("energy_saved_ci", "");
    }

    @Test
    void onlyTheDeclaredComparisonsAreCorrected() throws IOException {
        Summary summary = Summary.of(records(journal()));
        Map<String, String> files = written(summary);
        assertThat(files.get("primary-comparisons.csv").lines().toList())
                .hasSize(1 + 4)
                .filteredOn(line -> line.contains("edit_similarity"))
                .singleElement()
                .asString()
                .startsWith("entropy [defer],full-depth [propagate],,edit_similarity,primary,-")
                .contains(",file,2,,1,1,4,")
                // The rule is wrong on all of one file.
                .contains(",false,false,,entropy-id");
        assertThat(files.get("comparisons.csv").lines().filter(l -> l.startsWith("entropy-id,")))
                .hasSize(4)
                .allMatch(line -> line.endsWith(",primary"));
        assertThat(files.get("comparisons.csv").lines().filter(l -> l.startsWith("oracle-id,")))
                .hasSize(4)
                .allMatch(line -> line.endsWith(",exploratory"));
        assertThat(files.get("comparisons.csv")).doesNotContain("holm");
        assertThat(files.get("cost-comparisons.csv")).doesNotContain("holm");
        assertThat(json(files).getAsJsonObject("declared_comparisons").get("margin").getAsDouble())
                .isEqualTo(1);
    }

    @Test
    void blocksAreEnoughOnceTheSavingIsKnown() {
        assertThat(SavingPrecision.suffices(records(journal()))).isFalse();
        List<JournalEntry> twoFiles =
                journal().stream()
                        .map(
                                e ->
                                        e instanceof JournalEntry.Schedule
                                                ? new JournalEntry.Schedule(
                                                        2, List.of("s1", "s2"), 1)
                                                : e)
                        .toList();
        assertThat(SavingPrecision.suffices(records(twoFiles))).isTrue();
    }

    @Test
    void whatIsNotFinishedIsRefused() {
        List<JournalEntry> unfinished = journal();
        unfinished.removeIf(JournalEntry.Finished.class::isInstance);
        refuses(unfinished, "suite small is not finished");
        List<JournalEntry> lacking = journal();
        lacking.removeIf(
                e ->
                        e instanceof JournalEntry.Sample s
                                && s.runId().equals(RULE.runId())
                                && s.sampleId().equals("s3"));
        refuses(lacking, "entropy nats=1 [defer] lacks sample s3");
        List<JournalEntry> misfit = journal();
        misfit.removeIf(JournalEntry.Schedule.class::isInstance);
        misfit.add(new JournalEntry.Schedule(2, List.of("s1"), 1));
        refuses(misfit, "other samples than the schedule");
    }

    private static void refuses(List<JournalEntry> journal, String part) {
        assertThatThrownBy(() -> Summary.of(records(journal)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(part);
    }
}
