package io.exitbench.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.file.Csv;
import io.exitbench.report.GeneratedPart;
import io.exitbench.report.ResultTable;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what the code has. */
class ReadmeTest {
    private static final Pattern LOCAL_LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void theSettingsTableListsEverySettingWithItsDefault() throws IOException {
        List<String> expected =
                Arrays.stream(Setting.values())
                        .map(
                                s ->
                                        String.format(
                                                "| `%s` | `%s` | %s |",
                                                s.key(), s.fallback(), s.description()))
                        .toList();
        List<String> rows =
                readme().lines().filter(line -> line.startsWith("| `exitbench.")).toList();
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void everyPageIsLinked() throws IOException {
        String readme = readme();
        try (Stream<Path> pages = Files.list(Path.of("docs"))) {
            assertThat(pages.map(Path::toString).filter(page -> page.endsWith(".md")))
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(readme).contains("](" + page + ")"));
        }
    }

    @Test
    void noLinkIsDead() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            Matcher link = LOCAL_LINK.matcher(Files.readString(page));
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1))).as("in %s", page).exists();
            }
        }
    }

    @Test
    void theExampleStrategyIsTheFileInBaselines() throws IOException {
        String code = Files.readString(Path.of("baselines/strategies/MarginThreshold.java"));
        assertThat(readme()).contains("```java\n" + code + "```");
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, py150",
        "docs/strategies.md, py150",
        "docs/strategies.md, javacorpus",
        "docs/fine-tuning.md, full-size"
    })
    void tablesAreWhatTheCommittedResultsSay(Path page, String suite) {
        ResultTable result = ResultTable.of(Path.of("reports/committed", suite));
        assertThat(new GeneratedPart(page, result.part()).read())
                .as("exitbench report reports/committed/%s --format md --into %s", suite, page)
                .isEqualTo(result.markdown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"py150", "javacorpus"})
    void committedPagesAreOfTheCommittedResultsAndSmall(String suite) throws IOException {
        Path folder = Path.of("reports/committed", suite);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(1_000_000));
        }
        List<List<String>> rows = Csv.read(folder.resolve("results.csv"));
        List<String> numbers =
                new Table(rows.get(0), rows.subList(1, rows.size()))
                        .records().stream()
                                .map(
                                        run ->
                                                run.get("edit_similarity")
                                                        + " "
                                                        + run.get("time_saved_pct"))
                                .toList();
        assertThat(
                        Jsoup.parse(Files.readString(folder.resolve(ReportPage.FILE)))
                                .select("#table tbody tr"))
                .extracting(row -> cell(row, "Edit Similarity") + " " + cell(row, "time saved, %"))
                .as("mvn test -Dtest=CommittedReports")
                .containsExactlyInAnyOrderElementsOf(numbers);
    }

    private static String cell(Element row, String heading) {
        return row.select("td[data-l=\"" + heading + "\"]").attr("data-v");
    }
}
