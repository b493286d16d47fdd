package io.exitbench.report;

import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.report.page.ReportPage;
import io.exitbench.report.section.OverviewSection;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.Summary;
import io.exitbench.result.picture.Drawing;
import io.exitbench.result.record.JournalEntry;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.TestResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report needs nothing but the folder of a finished run. */
class SuiteReportTest {
    @TempDir Path folder;

    private String html(List<JournalEntry> journal) {
        SuiteRecordsFixture.finish(folder, journal);
        return SuiteReport.of(folder).html();
    }

    @Test
    void everySectionIsDrawnFromTheFolder() {
        List<JournalEntry> journal = journal();
        journal.add(SuiteRecordsFixture.load());
        assertThat(html(journal))
                .contains("The data is &lt;made up&gt;.")
                .contains("alt=\"quality-defer.png\"", "alt=\"loss of each exit\"")
                .contains("Training of agent energy-1a2b", "alt=\"learning curve\"")
                .contains("<h4>All scores</h4>", "CodeBLEU|weights:")
                .contains("2.00 W before, 4.00 W after")
                .contains("<h4>Under load</h4>")
                .contains("<h4>What every run saves against full depth</h4>")
                .contains("<h4>Every run against full depth, paired over files</h4>")
                .contains("<h4>Comparisons declared before the run</h4>")
                .contains("Smoke tier")
                .doesNotContain("Failed runs", "Energy is estimated");
    }

    @Test
    void anEstimateIsCalledOneOverEveryTable() {
        List<JournalEntry> estimated =
                journal().stream().map(SuiteReportTest::withEstimate).toList();
        String html = html(estimated);
        assertThat(html).as("nothing was measured under load").doesNotContain("Under load");
        assertThat(html.split("Energy is estimated, not measured\\.", -1))
                .as("overview, declared comparisons, costs, savings, frontiers")
                .hasSize(1 + 5);
    }

    @Test
    void whereNothingCanBeDrawnASentenceStandsInThePictures() {
        SuiteRecordsFixture.finish(folder, journal());
        Drawing drawing =
                Drawing.after(
                        () -> {
                            throw new UnsatisfiedLinkError("libharfbuzz.so.0");
                        });
        assertThat(SuiteReport.of(folder).html(drawing))
                .doesNotContain("alt=\"loss of each exit\"", "alt=\"learning curve\"")
                .contains("Training of agent energy-1a2b", "libharfbuzz.so.0", "fontconfig");
    }

    @Test
    void theOverviewHasIntervalsAndOfLinesNoCodeBleu() {
        String line = overview("line");
        assertThat(line)
                .contains("<th>exact_match_ci</th>", "<th>edit_similarity_ci</th>")
                .contains("<th>interval_units</th>", "<th>energy_saved_ci</th>")
                .contains("<p>Line completion, decoded greedily.</p>")
                .doesNotContain("<th>code_bleu</th>");
        assertThat(overview("raw-line")).doesNotContain("<th>code_bleu</th>");
        assertThat(overview("tokens")).contains("<th>code_bleu</th>");
    }

    private String overview(String protocol) {
        JsonObject provenance = new JsonObject();
        provenance.addProperty("protocol", protocol);
        provenance.addProperty("protocol_text", "Line completion, decoded greedily.");
        SuiteRecordsFixture.finish(folder, journal(), provenance);
        return new OverviewSection().html(FinishedRun.read(folder));
    }

    @Test
    void runsOfOneNameAreToldApart() {
        List<JournalEntry> journal = journal();
        journal.add(new JournalEntry.Failure(SuiteRecordsFixture.BASE.runId(), "", "It failed."));
        try (ResultFolder held = ResultFolder.hold(folder)) {
            held.begin(
                    SuiteRecordsFixture.withBase(),
                    SuiteRecordsFixture.prompts(),
                    SuiteRecordsFixture.attachments());
            try (Journal file = Journal.open(folder)) {
                journal.forEach(file::commit);
            }
            held.commit(Summary.of(ResultFolder.read(folder)).files());
        }
        assertThat(SuiteReport.of(folder).runs())
                .extracting(RunReport::title)
                .contains(
                        "full-depth [propagate]", "full-depth [propagate] of untuned before tuning")
                .contains("entropy nats=1");
    }

    @Test
    void allureKnowsARunAgainAndShowsNoParameterUnderItsName() {
        SuiteRecordsFixture.finish(folder, journal());
        TestResult[] results = {new TestResult(), new TestResult(), new TestResult()};
        Parameter row = new Parameter().setName("report").setValue("RunReport@1b");
        results[1].setHistoryId("of the invocation").setParameters(List.of(row));
        SuiteReport.of(folder).runs().get(0).name(results[0]);
        SuiteReport.of(folder).runs().get(1).name(results[1]);
        SuiteReport.of(folder).runs().get(1).name(results[2]);
        assertThat(results[1].getParameters())
                .allMatch(parameter -> parameter.getMode() == Parameter.Mode.HIDDEN)
                .extracting(Parameter::getValue)
                .containsExactly("small", "data", "model", "entropy", "nats=1", "defer");
        assertThat(results[1].getHistoryId())
                .isEqualTo(results[2].getHistoryId())
                .isNotEqualTo(results[0].getHistoryId());
    }

    @Test
    void allureReadsWhatWasFoundAndWhatIsWrong() throws IOException {
        SuiteRecordsFixture.finish(folder, journal());
        Path results = folder.resolve("allure");
        AllureFiles.writeCategories(results);
        new AllureFiles(FinishedRun.read(folder), ReportPage.of(folder)).write(results);
        Properties lines = new Properties();
        try (InputStream in = Files.newInputStream(results.resolve("environment.properties"))) {
            lines.load(in);
        }
        assertThat(lines.getProperty("Headline")).isEqualTo(ReportPage.of(folder).headline());
        assertThat(lines.getProperty("Tier")).isEqualTo("smoke, not for publication");
        assertThat(Files.readAllLines(results.resolve("environment.properties")))
                .extracting(line -> line.split("=")[0])
                .startsWith("Headline", "Data", "Model", "Tier", "Device");
        assertThat(results.resolve(ReportPage.FILE)).exists();
        List<String> traces =
                JsonParser.parseString(Files.readString(results.resolve("categories.json")))
                        .getAsJsonArray()
                        .asList()
                        .stream()
                        .filter(category -> category.getAsJsonObject().has("traceRegex"))
                        .map(c -> c.getAsJsonObject().get("traceRegex").getAsString())
                        .toList();
        assertThat(traces).hasSize(2);
        String run = "x\n\tat io.exitbench.junit.BenchmarkSuite.run(BenchmarkSuite.java:41)\n";
        String guarantee =
                "x\n\tat io.exitbench.junit.BenchmarkSuite.noSampleIsMissing(B.java:71)\n";
        assertThat(traces).extracting(run::matches).containsExactly(true, false);
        assertThat(traces).extracting(guarantee::matches).containsExactly(false, true);
    }

    @Test
    void propertiesHoldAnyText() throws IOException {
        String text = "\u2212 \\ caf\u00e9 \n x";
        Properties read = new Properties();
        read.load(new StringReader("a=" + AllureFiles.escaped(text)));
        assertThat(read.getProperty("a")).isEqualTo(text);
    }

    private static JournalEntry withEstimate(JournalEntry entry) {
        return entry instanceof JournalEntry.Session session
                ? new JournalEntry.Session(
                        session.session(), session.device(), "cpu time", EnergyQuality.ESTIMATE)
                : entry;
    }

    @Test
    void aFailedRunIsReportedWithItsSentenceAndTheOthersWithout() {
        List<JournalEntry> journal = journal();
        journal.add(new JournalEntry.Failure(RULE.runId(), "s2", "The strategy entropy <threw>."));
        assertThat(html(journal))
                .contains("<h4>Failed runs</h4>")
                .contains("The strategy entropy &lt;threw&gt;.");
        List<RunReport> runs = SuiteReport.of(folder).runs();
        assertThat(runs)
                .extracting(RunReport::title)
                .as("one K/V policy each, which the name leaves out")
                .containsExactly("full-depth", "entropy nats=1", "oracle");
        assertThat(runs.get(1).failure()).contains("The strategy entropy <threw>.");
        assertThat(runs.get(0).failure()).isEmpty();
    }

    @Test
    void anUnfinishedOrDamagedFolderIsRefusedInOneSentence() throws IOException {
        try (ResultFolder held = ResultFolder.hold(folder)) {
            SuiteRecordsFixture.record(held, journal());
        }
        refuses("holds no finished suite run");
        SuiteRecordsFixture.finish(folder, journal());
        Files.writeString(folder.resolve("scores.csv"), "run_id,run\none\n");
        assertThatThrownBy(() -> SuiteReport.of(folder).html())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("scores.csv cannot be read; run exitbench score");
        Files.writeString(folder.resolve("run.json"), "[");
        refuses("run.json cannot be read; run exitbench score");
    }

    private void refuses(String part) {
        assertThatThrownBy(() -> SuiteReport.of(folder))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(part);
    }
}
