package io.exitbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.browser.Browser;
import io.exitbench.cli.family.FamilyTable;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.FinishedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strategies.StrategiesDocumentationTest;

/**
 * Writes anew what the repository shows of the two default suites, from their last results: {@code
 * reports/committed}, the tables in Markdown pages, and the pictures of the README. Not part of the
 * unit tests: {@code mvn test -Dtest=CommittedReports}, after both suites. {@code
 * -Dresults=<folder>} names another place than {@code target/exitbench}; {@code
 * -Dfamilies=<folder>}, with results of all strategies, takes those over for the table of families.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommittedReports {
    /** Of one file: what is larger is a burden to everybody who clones. */
    static final int MOST_BYTES = 1_000_000;

    private static final Path RESULTS = Path.of(System.getProperty("results", "target/exitbench"));
    private static final Path COMMITTED = Path.of("reports/committed");
    private static final List<Path> FAMILIES = StrategiesDocumentationTest.RESULTS;
    private static final Path PICTURES = Path.of("docs/images");
    private static final int WIDTH = 1280;

    /** Of these those that the run has. */
    private static final List<String> KEPT =
            List.of(
                    "results.csv",
                    "run.json",
                    "scores.csv",
                    "costs.csv",
                    "primary-comparisons.csv",
                    "comparisons.csv",
                    "frontiers.csv",
                    "completions.jsonl");

    /** Where a cache lies is nobody's business. */
    private static final Pattern CACHE = Pattern.compile("downloaded to [^ ]+?/data/");

    @Order(1)
    @ParameterizedTest
    @ValueSource(strings = {"py150", "javacorpus"})
    void aSuite(String suite) throws IOException {
        Path from = RESULTS.resolve(suite);
        Path into = Files.createDirectories(COMMITTED.resolve(suite));
        FinishedRun run = FinishedRun.read(from);
        for (String name : KEPT.stream().filter(run::has).toList()) {
            write(into.resolve(name), new String(run.file(name), StandardCharsets.UTF_8));
        }
        for (String name : run.pictures()) {
            Files.write(into.resolve(name), run.file(name));
        }
        write(into.resolve(ReportPage.FILE), ReportPage.of(from).excerpt(MOST_BYTES));
        ResultTable table = ResultTable.of(into);
        for (Path page : pages(table)) {
            new GeneratedPart(page, table.part()).replace(table.markdown());
        }
    }

    private static void write(Path file, String text) throws IOException {
        String portable =
                CACHE.matcher(text)
                        .replaceAll("downloaded to ~/.cache/exitbench/data/")
                        .replace(System.getProperty("user.home") + "/", "~/");
        assertThat(portable.getBytes(StandardCharsets.UTF_8))
                .as("%s is too large to commit", file)
                .hasSizeLessThanOrEqualTo(MOST_BYTES);
        Files.writeString(file, portable);
    }

    /** That have a part for the suite's table. */
    private static List<Path> pages(ResultTable table) throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path page : List.of(Path.of("README.md"), Path.of("docs/strategies.md"))) {
            if (Files.readString(page).contains("<!-- " + table.part() + " -->")) {
                pages.add(page);
            }
        }
        return pages;
    }

    @Order(2)
    @Test
    void whatFamiliesReach() throws IOException {
        String from = System.getProperty("families", "");
        for (Path into : from.isEmpty() ? List.<Path>of() : FAMILIES) {
            FinishedRun run = FinishedRun.read(Path.of(from).resolve(into.getFileName()));
            Files.createDirectories(into);
            for (String name : List.of("results.csv", "run.json", "frontiers.csv")) {
                write(into.resolve(name), new String(run.file(name), StandardCharsets.UTF_8));
            }
        }
        new GeneratedPart(Path.of("docs/strategies.md"), FamilyTable.PART)
                .replace(new FamilyTable(StrategiesDocumentationTest.SOURCES, FAMILIES).markdown());
    }

    /** Skipped where there is no browser: the pictures stay as they are. */
    @Order(3)
    @Test
    void thePicturesOfTheReadme() {
        try (Browser browser = Browser.open(WIDTH, Browser.Theme.LIGHT)) {
            browser.go(COMMITTED.resolve("py150").resolve(ReportPage.FILE).toUri());
            browser.picture("#frontier", "#frontier", PICTURES.resolve("report-frontier.png"));
            browser.picture("#completions", "#shown", PICTURES.resolve("report-completions.png"));
            assertThat(browser.messages()).isEmpty();
        }
    }
}
