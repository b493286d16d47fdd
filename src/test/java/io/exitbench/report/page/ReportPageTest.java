package io.exitbench.report.page;

import static io.exitbench.result.SuiteRecordsFixture.ORACLE;
import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.Summary;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuitePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page is whole without script, asks nobody for anything, and shows what the folder has. */
class ReportPageTest {
    @TempDir static Path finished;
    private static Document page;

    @TempDir Path folder;

    @BeforeAll
    static void draw() {
        SuiteRecordsFixture.finish(finished, journal());
        page = Jsoup.parse(ReportPage.of(finished).html());
    }

    @Test
    void everySectionThatHasSomethingToSayIsLinked() {
        assertThat(page.select("main > section").eachAttr("id"))
                .containsExactly(
                        "found",
                        "frontier",
                        "runs",
                        "completions",
                        "exits",
                        "comparisons",
                        "costs",
                        "training",
                        "published",
                        "provenance",
                        "glossary");
        assertThat(page.select("nav a").eachAttr("href"))
                .containsExactlyElementsOf(
                        page.select("main > section").eachAttr("id").stream()
                                .map(id -> "#" + id)
                                .toList());
        assertThat(page.select("#found .notices").text()).contains("The data is <made up>.");
    }

    @Test
    void noRequestLeavesThePage() {
        assertThat(page.select("[src], link, iframe, object, embed, base, form[action]")).isEmpty();
        assertThat(page.select("[href]").eachAttr("href")).allMatch(link -> link.startsWith("#"));
        assertThat(page.select("style").html()).doesNotContain("url(", "@import");
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
    }

    @Test
    void everyLinkWithinThePageLeadsSomewhere() {
        assertThat(page.select("a[href]").eachAttr("href"))
                .allMatch(link -> page.getElementById(link.substring(1)) != null);
    }

    @Test
    void withoutScriptOnePictureAndSomeCompletionsAreSeen() {
        List<Element> seen = page.select("#frontier figure:not([hidden])");
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).attr("data-q")).isEqualTo("edit_similarity");
        assertThat(seen.get(0).attr("data-c")).isEqualTo("energy_saved_pct");
        assertThat(seen.get(0).select("a[data-r] title").eachText())
                .hasSize(3)
                .anyMatch(text -> text.contains(RULE.label()) && text.contains("["));
        assertThat(page.select("#frontier .script, #runs .script, #completions .script"))
                .hasSize(3);
        assertThat(page.select("#shown article")).isNotEmpty();
    }

    @Test
    void everyPairOfQualityAndCostHasAPicture() {
        int pairs = page.select("#q option").size() * page.select("#c option").size();
        assertThat(pairs).isEqualTo(4 * 7);
        assertThat(page.select("#frontier figure")).hasSize(pairs);
    }

    @Test
    void theFrontIsOfWhatCanBeDeployed() {
        assertThat(page.select("#table tbody tr").eachAttr("id")).containsExactly("r1", "r2", "r3");
        assertThat(row(ORACLE.label()).text()).contains("told the answer").doesNotContain("\u25c6");
        assertThat(row(RULE.label()).text()).contains("\u25c6");
        assertThat(page.select("#table tbody tr").last().text()).contains(ORACLE.label());
    }

    @Test
    void cellsHaveIntervalsBesideThemAndHeadingsTheirMeaning() {
        Element cell = row(RULE.label()).select("td[data-l=Edit Similarity]").first();
        assertThat(cell.select("small").text()).matches("\\[[\\d.]+, [\\d.]+]");
        assertThat(page.select("#table thead th").eachAttr("title")).doesNotContain("");
        assertThat(page.select("#table thead th:contains(exit depth)").attr("title"))
                .contains("Mean layer that a token left at");
    }

    private static Element row(String label) {
        return page.select("#table tbody tr").stream()
                .filter(row -> row.select("th").text().contains(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyTokenIsShadedByItsLayerAndTheFirstDifferenceMarked() {
        Element wrong =
                page.select("#shown article:has(h3:contains(s2)) .row[data-r]").stream()
                        .filter(row -> row.text().contains(RULE.label()))
                        .findFirst()
                        .orElseThrow();
        assertThat(wrong.select("code i").eachAttr("class")).containsExactly("l4", "l12 d");
        assertThat(wrong.select("small").text())
                .contains("differs", "ES ", "1.0 ms", " J")
                .doesNotContain("est.");
        assertThat(page.select("style").html())
                .contains(".l4{--a:", ".l8{--a:")
                .doesNotContain(".l12{");
        assertThat(page.select("script.waiting")).hasSize(4);
    }

    @Test
    void exitsAreSharesOfARunsTokens() {
        assertThat(
                        page.select("#exits .row:contains(" + RULE.label() + ") .bar i")
                                .eachAttr("title"))
                .containsExactly("layer 4: 50.0 % of tokens", "layer 12: 50.0 % of tokens");
    }

    @Test
    void eachKindOfTokenHasAHistogram() {
        assertThat(page.select("#exits .kinds th").eachText()).contains("keyword", "end of line");
        Element row = page.select(".kinds tr:contains(" + RULE.label() + ")").first();
        assertThat(row.select("td[data-l=keyword] i").eachAttr("title"))
                .as("int, which all four samples begin with")
                .containsExactly("layer 4: 100.0 % of tokens");
        assertThat(row.select("td[data-l=identifier]").text()).isEqualTo("12 12.0");
        assertThat(row.select("td[data-l=literal]").text()).isEmpty();
    }

    @Test
    void layersAreJudgedBeforeAndAfterTuning() {
        assertThat(page.select("#exits figure .curve")).hasSize(1);
        List<JournalEntry> journal = journal();
        for (int i = 1; i <= 4; i++) {
            journal.add(
                    new JournalEntry.Untuned(
                            "s" + i, new int[] {7, 8}, new int[][] {{1, 7}, {2, 2}}));
        }
        SuiteRecordsFixture.finish(folder, journal);
        Document tuned = Jsoup.parse(ReportPage.of(folder).html());
        assertThat(tuned.select("#exits figure .curve")).hasSize(2);
        assertThat(tuned.select("#exits figure title").eachText())
                .contains("after tuning", "before tuning");
        assertThat(tuned.select("#exits table.layers td").eachText())
                .as("layer, before, after")
                .containsExactly("4", "0.0", "50.0", "8", "50.0", "100.0");
    }

    @Test
    void intervalsOfTheTablesAreWrittenLikeThoseOfRuns() {
        assertThat(page.select("#comparisons td:matches(^.?\\d.*\\.\\.)")).isEmpty();
        assertThat(page.select("#comparisons td.n:matches(^\\[.+, .+]$)")).isNotEmpty();
        assertThat(Figures.cell("-12.345..-0.5", 1)).isEqualTo("[\u221212.3, \u22120.5]");
        assertThat(Figures.cell("a..b", 1)).isEqualTo("a..b");
    }

    @Test
    void failedRunsComeFirstAndHaveNoResults() {
        List<JournalEntry> journal = journal();
        journal.add(new JournalEntry.Failure(RULE.runId(), "s2", "The strategy entropy <threw>."));
        SuiteRecordsFixture.finish(folder, journal);
        Document failed = Jsoup.parse(ReportPage.of(folder).html());
        assertThat(failed.select("main > section").get(1).id()).isEqualTo("failures");
        assertThat(failed.select("#failures").text()).contains("The strategy entropy <threw>.");
        assertThat(failed.select("#table").text()).doesNotContain(RULE.label());
    }

    @Test
    void randomWeightsHaveCostsAndNoQuality() {
        Document random = drawn(SuiteRecordsFixture.plan(false), journal());
        assertThat(random.select("#frontier, #table td[data-l=Edit Similarity]")).isEmpty();
        assertThat(random.select("#table tbody tr")).hasSize(3);
        assertThat(random.select("#table td[data-l=\"compute saved, %\"]")).hasSize(3);
        assertThat(random.select("#shown").text()).doesNotContain("ES ");
        assertThat(random.select(".headline").text()).startsWith("Nothing is proven");
    }

    @Test
    void whereEveryRunFailedTheReasonsAreLeft() {
        List<JournalEntry> journal = journal();
        SuiteRecordsFixture.plan(true)
                .runs()
                .forEach(
                        run -> journal.add(new JournalEntry.Failure(run.runId(), "s1", "Broken.")));
        Document broken = drawn(SuiteRecordsFixture.plan(true), journal);
        assertThat(broken.select("#failures dd")).hasSize(3);
        assertThat(broken.select("#runs, #frontier, #completions, #exits")).isEmpty();
    }

    private Document drawn(SuitePlan plan, List<JournalEntry> journal) {
        try (ResultFolder held = ResultFolder.hold(folder)) {
            held.begin(plan, SuiteRecordsFixture.prompts(), SuiteRecordsFixture.attachments());
            try (Journal file = Journal.open(folder)) {
                journal.forEach(file::commit);
            }
            held.commit(Summary.of(ResultFolder.read(folder)).files());
        }
        return Jsoup.parse(ReportPage.of(folder).html());
    }

    @Test
    void wherePlaceIsShortTheSamplesThatDifferAreKept() {
        Document excerpt = Jsoup.parse(ReportPage.of(finished).excerpt(0));
        assertThat(excerpt.select("#shown h3").eachText())
                .as("s1 comes first and is as full depth in every run")
                .containsExactly("s2");
        assertThat(excerpt.select("#completions > p").text()).contains("1 of 4 samples are here");
    }

    @Test
    void publishedNumbersSayWhatDiffers() {
        assertThat(page.select("#published").text())
                .contains("CodeGPT-adapted", "beam search", "Llama-3.2-3B", "no K/V cache")
                .contains("this suite ran on data with model");
    }

    @Test
    void equalFoldersGiveEqualPages() {
        Path file = folder.resolve(ReportPage.FILE);
        ReportPage.of(finished).writeTo(file);
        assertThat(file).hasContent(ReportPage.of(finished).html());
    }

    @Test
    void anUnfinishedFolderIsRefused() throws IOException {
        try (ResultFolder held = ResultFolder.hold(folder)) {
            SuiteRecordsFixture.record(held, journal());
        }
        assertThatThrownBy(() -> ReportPage.of(folder))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("holds no finished suite run");
        assertThat(Files.exists(folder.resolve(ReportPage.FILE))).isFalse();
    }
}
