package io.exitbench.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.file.AtomicFile;
import io.exitbench.file.Csv;
import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.SamplesFile;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.cost.WorkCounts;
import io.exitbench.result.record.ComparisonPlan;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.score.FullModelAgreement;
import io.exitbench.result.score.SampleResult;
import io.exitbench.strategy.StrategyRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page opens quickly however much was run. */
class PageSizeTest {
    private static final WorkCounts WORK =
            new WorkCounts(0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0);

    @TempDir Path folder;

    @Test
    void aHundredSamplesOfSixteenRunsStayUnderThreeMegabytes() {
        write(16, 100, 14);
        String page = ReportPage.of(folder).html();
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
        assertThat(Jsoup.parse(page).select("script.waiting")).hasSize(100);
    }

    /** Each sample adds as much as the other, so two small suites tell of a large one. */
    @Test
    void aThousandSamplesOfFortyRunsStayUnderTwentyFiveMegabytes() {
        write(40, 10, 14);
        long ten = bytes();
        write(40, 30, 14);
        long each = (bytes() - ten) / 20;
        assertThat(ten + 990 * each).isLessThan(25_000_000);
    }

    private long bytes() {
        return ReportPage.of(folder).html().getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void whatIsTooMuchForAPageIsLeftInTheFolderAndSaid() {
        write(20, 40, 14);
        ReportPage page = ReportPage.of(folder);
        int whole = page.html().length();
        String excerpt = page.excerpt(whole / 2);
        assertThat(excerpt.getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(whole * 4 / 10, whole / 2);
        Document shown = Jsoup.parse(excerpt);
        int kept = shown.select("script.waiting").size();
        assertThat(kept).isBetween(1, 39);
        assertThat(shown.select("#completions > p").text())
                .contains(" " + kept + " of 40 samples are here, ", "samples.jsonl has all.");
        assertThat(Jsoup.parse(page.excerpt(0)).select("script.waiting"))
                .as("one at least")
                .hasSize(1);
        assertThat(page.excerpt(2 * whole)).as("all fit").isEqualTo(page.html());
    }

    /** Without the summary, whose resampling would take longer than the test. */
    private void write(int runCount, int samples, int tokens) {
        List<RunRecord> runs = runs(runCount);
        List<PromptRecord> prompts =
                IntStream.range(0, samples)
                        .mapToObj(
                                i ->
                                        new PromptRecord(
                                                "lib/module_" + i + ".py#" + i,
                                                "lib/module_" + i + ".py",
                                                new int[] {1},
                                                "self . value = other . value <EOL> ".repeat(14),
                                                "self . value = <NUM_LIT:1>"))
                        .toList();
        try (ResultFolder held = ResultFolder.hold(folder)) {
            held.begin(plan(runs), prompts, Map.of());
            try (Journal journal = Journal.open(folder)) {
                prompts.forEach(prompt -> record(journal, runs, prompt, tokens));
            }
        }
        List<SampleResult> results = new ArrayList<>();
        for (RunRecord run : runs) {
            prompts.forEach(prompt -> results.add(result(run, prompt, tokens)));
        }
        SamplesFile.write(folder.resolve("samples.jsonl"), results);
        Csv.write(folder.resolve("scores.csv"), List.of(List.of("run_id", "metric", "ci")));
        Csv.write(folder.resolve("costs.csv"), List.of(List.of("run_id", "run")));
        AtomicFile.write(folder.resolve("run.json"), "{}");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run_id", "edit_similarity", "time_saved_pct", "compute_saved_pct"));
        for (int i = 0; i < runs.size(); i++) {
            rows.add(List.of(runs.get(i).runId(), (60 - i) + ".0", i + ".0", i + ".5"));
        }
        Csv.write(folder.resolve("results.csv"), rows);
    }

    private static List<RunRecord> runs(int count) {
        RunIdentity full = SuiteRecordsFixture.FULL.identity();
        List<RunRecord> runs = new ArrayList<>(List.of(SuiteRecordsFixture.FULL));
        for (int i = 1; i < count; i++) {
            RunIdentity identity =
                    new RunIdentity(
                            full.suite(),
                            full.dataset(),
                            full.datasetDigest(),
                            full.model(),
                            full.modelDigest(),
                            full.layers(),
                            "rl-agent",
                            "reward=energy;lambda=0.25;T=0." + i,
                            "defer",
                            3,
                            "");
            runs.add(
                    new RunRecord(
                            identity.runId(),
                            identity,
                            StrategyRole.LEARNED,
                            false,
                            Optional.empty()));
        }
        return runs;
    }

    private static SuitePlan plan(List<RunRecord> runs) {
        SuitePlan plan = SuiteRecordsFixture.plan(true);
        return new SuitePlan(
                plan.key(),
                plan.suite(),
                plan.language(),
                plan.seed(),
                true,
                plan.exits(),
                runs,
                plan.workCosts(),
                plan.blocks(),
                plan.tier(),
                plan.minutes(),
                plan.co2GramsPerKwh(),
                plan.notices(),
                plan.provenance(),
                List.of(),
                ComparisonPlan.NONE);
    }

    private static int[] filled(int length, int value) {
        int[] all = new int[length];
        Arrays.fill(all, value);
        return all;
    }

    private static void record(
            Journal journal, List<RunRecord> runs, PromptRecord prompt, int tokens) {
        journal.append(
                new JournalEntry.Reference(
                        prompt.sampleId(), filled(tokens, 7), new int[tokens][3], 1));
        List<String> pieces = Collections.nCopies(tokens, " value");
        for (RunRecord run : runs) {
            journal.append(
                    new JournalEntry.Sample(
                            run.runId(),
                            prompt.sampleId(),
                            filled(tokens, 7),
                            filled(tokens, 12),
                            pieces,
                            "value",
                            false,
                            WORK));
        }
    }

    private static SampleResult result(RunRecord run, PromptRecord prompt, int tokens) {
        return new SampleResult(
                run.runId(),
                prompt.sampleId(),
                prompt.file(),
                "digest",
                "value",
                prompt.reference(),
                filled(tokens, 7),
                filled(tokens, 12),
                tokens,
                tokens,
                FullModelAgreement.of(new int[0], new int[0], new int[0]),
                Map.of("edit_similarity", 50.0, "exact_match", 0.0),
                new double[] {12.5, 12.6},
                new double[] {1, 1},
                0.25);
    }
}
