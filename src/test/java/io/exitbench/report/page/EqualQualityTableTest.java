package io.exitbench.report.page;

import static io.exitbench.result.SuiteRecordsFixture.FULL;
import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.record.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EqualQualityTableTest {
    /** What full depth writes: worse than the rule in s1, and no better in s2 and s4. */
    private static final Map<String, String> AT_FULL_DEPTH =
            Map.of("s1", "int", "s2", "int y = 0 ;", "s4", "int y = 0 ;");

    @TempDir Path folder;

    private Document page(List<JournalEntry> journal) {
        SuiteRecordsFixture.finish(folder, journal);
        return Jsoup.parse(ReportPage.of(folder).html());
    }

    @Test
    void aRunThatIsAsGoodStandsThereWithWhatItSavesAndGotWrong() {
        Document page =
                page(journal().stream().map(EqualQualityTableTest::withWorseFullDepth).toList());
        assertThat(page.select(".answer tbody tr")).hasSize(1);
        assertThat(page.select(".answer tbody th").text()).contains(RULE.label());
        assertThat(page.select(".answer td[data-l=\"time saved, %\"]").text())
                .isEqualTo(
                        page.select(
                                        "#table tr:contains("
                                                + RULE.label()
                                                + ") td[data-l=\"time saved, %\"]")
                                .text());
        assertThat(page.select(".answer a[data-of]").text())
                .as("s3 is worse, s1 better, s2 and s4 have other tokens")
                .isEqualTo("1 worse, 1 better, 2 other");
    }

    @Test
    void whereNoRunIsAsGoodThereIsNoTableButASentence() {
        Document page = page(journal());
        assertThat(page.select(".answer")).isEmpty();
        assertThat(page.select("#found").text())
                .contains("No run comes within a point of full depth's Edit Similarity.");
    }

    private static JournalEntry withWorseFullDepth(JournalEntry entry) {
        if (!(entry instanceof JournalEntry.Sample sample)) {
            return entry;
        }
        String text = sample.completion();
        if (sample.runId().equals(FULL.runId())) {
            text = AT_FULL_DEPTH.getOrDefault(sample.sampleId(), text);
        } else if (sample.runId().equals(RULE.runId()) && sample.sampleId().equals("s3")) {
            text = "int x = 33 ;";
        }
        return new JournalEntry.Sample(
                sample.runId(),
                sample.sampleId(),
                sample.tokens(),
                sample.exitLayers(),
                sample.pieces(),
                text,
                sample.limited(),
                sample.work());
    }
}
