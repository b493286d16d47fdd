package io.exitbench.report.page;

import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.file.Csv;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentence at the top says what is proven, and nothing more. */
class HeadlineTest {
    private static final List<String> HEADER =
            List.of(
                    "family",
                    "against",
                    "matched",
                    "measure",
                    "difference",
                    "difference_ci",
                    "p_holm",
                    "margin",
                    "non_inferior",
                    "run_ids");

    @TempDir static Path finished;

    @BeforeAll
    static void finish() {
        SuiteRecordsFixture.finish(finished, journal());
    }

    @TempDir Path folder;

    @BeforeEach
    void copy() throws IOException {
        FileUtils.copyDirectory(finished.toFile(), folder.toFile());
    }

    private String headline(List<List<String>> declared) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        rows.addAll(declared);
        Csv.write(folder.resolve(FinishedRun.PRIMARY), rows);
        return ReportPage.of(folder).headline();
    }

    private static List<String> quality(String family, boolean kept) {
        return List.of(
                family,
                "full-depth [propagate]",
                "",
                "edit_similarity",
                "-0.3000",
                "-0.90..0.20",
                "",
                "1.0000",
                Boolean.toString(kept),
                RULE.runId());
    }

    private static List<String> time(String family, String saved, String interval, String p) {
        return List.of(
                family,
                "full-depth [propagate]",
                "",
                "time_forced_saved_pct",
                saved,
                interval,
                p,
                "",
                "",
                RULE.runId());
    }

    @Test
    void whatIsProvenIsSaidWithItsIntervals() {
        assertThat(
                        headline(
                                List.of(
                                        quality("entropy [defer]", true),
                                        time(
                                                "entropy [defer]",
                                                "41.2000",
                                                "38.00..44.10",
                                                "0.0020"))))
                .startsWith("entropy [defer] saves 41.2 [38.0, 44.1] % of the time and ")
                .contains("\u22120.3 [\u22120.9, 0.2] points of Edit Similarity")
                .contains("a loss of up to 1 counts as kept")
                .containsPattern("and [\u2212\\d.]+ % of the multiply-adds")
                .doesNotContain("Nothing is proven", "Seen, not tested");
    }

    @Test
    void theMostIsSaidOfSeveral() {
        assertThat(
                        headline(
                                List.of(
                                        quality("a", true),
                                        time("a", "10.0000", "8.00..12.00", "0.0100"),
                                        quality("b", true),
                                        time("b", "30.0000", "25.00..35.00", "0.0100"))))
                .startsWith("b saves");
    }

    @Test
    void nothingIsProvenIfEitherPartFails() {
        for (List<List<String>> declared :
                List.of(
                        List.of(quality("a", false), time("a", "10.0000", "8.00..12.00", "0.0100")),
                        List.of(quality("a", true), time("a", "10.0000", "-1.00..22.00", "0.0100")),
                        List.of(quality("a", true), time("a", "10.0000", "8.00..12.00", "0.0600")),
                        List.of(quality("a", true), time("a", "10.0000", "8.00..12.00", "")),
                        List.of(
                                quality("a", true),
                                time("a", "-9.0000", "-11.00..-7.00", "0.0100")),
                        List.of(quality("a", true)))) {
            assertThat(headline(declared)).startsWith("Nothing is proven: of 1 declared strategy ");
        }
    }

    @Test
    void twoHalvesOfTwoStrategiesProveNothing() {
        assertThat(
                        headline(
                                List.of(
                                        quality("a", true),
                                        time("a", "10.0000", "-1.00..22.00", "0.5000"),
                                        quality("b", false),
                                        time("b", "30.0000", "25.00..35.00", "0.0100"))))
                .startsWith(
                        "Nothing is proven: of 2 declared strategies 1 is shown to keep quality, 1 to"
                                + " cost less than full depth, and none to do both.");
    }

    @Test
    void comparisonsWithTheBestRuleAreNoneWithFullDepth() {
        List<String> matched = new ArrayList<>(quality("a", true));
        matched.set(2, "compute");
        assertThat(headline(List.of(matched))).startsWith("Nothing is proven");
    }

    @Test
    void withoutDeclarationNothingIsProvenWhateverIsSeen() {
        assertThat(headline(List.of()))
                .startsWith("Nothing is proven: no comparison was declared before this run.")
                .endsWith("No run comes within a point of full depth's Edit Similarity.");
    }

    @Test
    void whatIsSeenIsNotCalledProven() {
        Map<String, String> references =
                SuiteRecordsFixture.prompts().stream()
                        .collect(Collectors.toMap(PromptRecord::sampleId, PromptRecord::reference));
        SuiteRecordsFixture.finish(
                folder, journal().stream().map(entry -> right(entry, references)).toList());
        assertThat(ReportPage.of(folder).headline())
                .startsWith("Nothing is proven")
                .contains(
                        "Seen, not tested: the cheapest run", RULE.label(), "50.0 % of the energy");
    }

    private static JournalEntry right(JournalEntry entry, Map<String, String> references) {
        return entry instanceof JournalEntry.Sample sample
                ? new JournalEntry.Sample(
                        sample.runId(),
                        sample.sampleId(),
                        sample.tokens(),
                        sample.exitLayers(),
                        sample.pieces(),
                        references.get(sample.sampleId()),
                        sample.limited(),
                        sample.work())
                : entry;
    }
}
