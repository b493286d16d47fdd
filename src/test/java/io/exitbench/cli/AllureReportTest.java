package io.exitbench.cli;

import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.junit.StoredSuite;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.record.JournalEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader finds in Allure's report, by the files that it is drawn from. */
class AllureReportTest {
    @TempDir static Path folder;
    private static Path report;
    private static final Map<String, JsonObject> TESTS = new LinkedHashMap<>();

    /** Twice, so that there is a history; a run fails. */
    @BeforeAll
    static void makeTwice() throws IOException {
        List<JournalEntry> journal = SuiteRecordsFixture.journal();
        journal.add(new JournalEntry.Failure(RULE.runId(), "s2", "The strategy entropy threw."));
        Path run = folder.resolve("small");
        SuiteRecordsFixture.finish(run, journal);
        report = folder.resolve("report");
        for (int i = 0; i < 2; i++) {
            CommandRun made =
                    CommandRun.of("report", run.toString(), "--many-files", "--into=" + report);
            assertThat(made.status()).as(made.err()).isEqualTo(ExitCode.FOUND);
        }
        try (Stream<Path> files = Files.list(report.resolve("data/test-cases"))) {
            for (Path file : files.sorted().toList()) {
                JsonObject test = json(file).getAsJsonObject();
                TESTS.put(test.get("name").getAsString(), test);
            }
        }
    }

    private static JsonElement json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file));
    }

    private static JsonElement widget(String name) throws IOException {
        return json(report.resolve("widgets").resolve(name + ".json"));
    }

    @Test
    void theOverviewBeginsWithWhatWasFound() throws IOException {
        List<String> rows = strings(widget("environment"), "name");
        assertThat(rows).startsWith("Headline", "Data", "Model", "Tier", "Device");
        assertThat(widget("environment").getAsJsonArray().get(0).toString())
                .contains(ReportPage.of(folder.resolve("small")).headline().substring(0, 40));
    }

    @Test
    void eachRunStandsUnderItsFamilyAndAllElseApart() throws IOException {
        JsonObject tree = json(report.resolve("data/suites.json")).getAsJsonObject();
        assertThat(strings(tree.get("children"), "name"))
                .as("one row of the overview, so that what was found is seen below it")
                .containsExactly("small");
        JsonObject suite = tree.getAsJsonArray("children").get(0).getAsJsonObject();
        assertThat(strings(suite.get("children"), "name"))
                .containsExactlyInAnyOrder(
                        "full-depth",
                        "entropy",
                        "oracle",
                        "all runs together",
                        "what must hold of every run");
        assertThat(TESTS).containsKeys("full-depth", "entropy nats=1", "oracle");
        assertThat(labels(TESTS.get("entropy nats=1")))
                .containsEntry("epic", "small")
                .containsEntry("feature", "entropy")
                .containsEntry("story", "K/V policy defer")
                .containsEntry("suite", "entropy");
        assertThat(TESTS.values())
                .as("no grey rows under the names")
                .allSatisfy(test -> assertThat(test.getAsJsonArray("parameterValues")).isEmpty());
        assertThat(TESTS.keySet()).as("no contract tests").noneMatch(name -> name.contains("("));
    }

    private static Map<String, String> labels(JsonObject test) {
        Map<String, String> labels = new LinkedHashMap<>();
        test.getAsJsonArray("labels")
                .forEach(
                        label ->
                                labels.put(
                                        label.getAsJsonObject().get("name").getAsString(),
                                        label.getAsJsonObject().get("value").getAsString()));
        return labels;
    }

    @Test
    void aRunIsAShortTableWithCompletionsAndHistogram() {
        JsonObject test = TESTS.get("oracle");
        assertThat(test.get("descriptionHtml").getAsString())
                .contains("<th>95 % interval</th>", "<td>Edit Similarity</td>")
                .containsPattern("<td>\\[[\\d.]+, [\\d.]+]</td>");
        assertThat(attachments(test)).containsExactly("completions", "exit layers");
        assertThat(attachments(TESTS.get("Summary of all runs")))
                .contains(ReportPage.FILE, "failures.csv", "results.csv", "run.json");
    }

    private static List<String> attachments(JsonObject test) {
        return strings(test.getAsJsonObject("testStage").get("attachments"), "name");
    }

    @Test
    void aFailedRunStandsInItsCategoryWithItsReason() throws IOException {
        assertThat(strings(widget("categories").getAsJsonObject().get("items"), "name"))
                .contains("Runs that failed, each with its reason");
        assertThat(json(report.resolve("data/categories.json")).toString())
                .contains("The strategy entropy threw.");
        assertThat(TESTS.get("entropy nats=1").get("statusMessage").getAsString())
                .contains("The strategy entropy threw.");
    }

    @Test
    void aRefusedSuiteStandsInItsCategoryWithItsReason() throws IOException {
        Path results = Files.createDirectories(folder.resolve("refused-results"));
        assertThatThrownBy(
                        () ->
                                TestRun.of(
                                        List.of(StoredSuite.class),
                                        Map.of(StoredSuite.FOLDER, folder.toString()),
                                        Optional.of(results),
                                        new PrintWriter(new StringWriter())))
                .isInstanceOf(ExitBenchException.class);
        Path refused = folder.resolve("refused");
        AllureReport.generate(results, refused, AllureReport.Form.FOLDER);
        assertThat(json(refused.resolve("data/categories.json")).toString())
                .contains("Refused: nothing was measured", "holds no finished suite run");
    }

    @Test
    void aSecondReportHasTheHistoryOfTheFirst() throws IOException {
        assertThat(widget("history-trend").getAsJsonArray()).hasSize(2);
        JsonObject history = json(report.resolve("history/history.json")).getAsJsonObject();
        assertThat(history.size()).isEqualTo(TESTS.size());
        assertThat(history.asMap().values())
                .as("the same names from report to report")
                .allSatisfy(
                        test ->
                                assertThat(test.getAsJsonObject().getAsJsonArray("items"))
                                        .hasSize(2));
    }

    @Test
    void thePageLiesBesideItAndNothingIsAskedOfOthers() throws IOException {
        assertThat(report.resolve(ReportPage.FILE)).exists();
        assertThat(report.resolve("index.html")).content().doesNotContain("http");
    }

    private static List<String> strings(JsonElement array, String member) {
        List<String> values = new ArrayList<>();
        array.getAsJsonArray()
                .forEach(each -> values.add(each.getAsJsonObject().get(member).getAsString()));
        return values;
    }
}
