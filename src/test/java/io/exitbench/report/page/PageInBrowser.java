package io.exitbench.report.page;

import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.result.SuiteRecordsFixture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page in Chromium, from the disk, used by a reader who sorts, filters and picks. Not part of
 * the unit tests, which need no browser: {@code mvn test -Dtest=PageInBrowser}.
 */
class PageInBrowser {
    private static final int SECONDS = 120;

    @TempDir Path folder;

    private static Optional<Path> browser() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(path -> Stream.of("chromium", "google-chrome").map(Path.of(path)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Chromium's setting for the scheme that a reader prefers is 0 for dark, 1 for light. */
    @ParameterizedTest
    @CsvSource({
        "600, 1, 'rgb(255, 255, 255)'",
        "600, 0, 'rgb(20, 23, 27)'",
        "1600, 1, 'rgb(255, 255, 255)'",
        "1600, 0, 'rgb(20, 23, 27)'"
    })
    void aReaderFindsWhatThePageHas(int width, int scheme, String paper)
            throws IOException, InterruptedException {
        assumeTrue(browser().isPresent(), "there is no Chromium on the path");
        JsonObject seen = read(width, scheme);
        assertThat(seen.get("paper").getAsString()).isEqualTo(paper);
        assertThat(strings(seen, "beyond")).as("what is wider than the page").isEmpty();
        assertThat(strings(seen, "beyondNarrow")).as("at 400 pixels").isEmpty();
        assertThat(numbers(seen, "ascending")).isSorted();
        assertThat(numbers(seen, "descending")).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(seen.get("left").getAsString()).startsWith("2 of 3 runs are left");
        assertThat(seen.get("dimmed").getAsInt()).isEqualTo(1);
        assertThat(seen.get("undimmed").getAsBoolean()).isTrue();
        assertThat(strings(seen, "picture")).containsExactly("agreement compute_saved_pct");
        assertThat(seen.get("hover").getAsString()).contains("agreement by position");
        assertThat(seen.get("samples").getAsString()).isEqualTo("1 of 4");
        assertThat(seen.get("second").getAsString()).isEqualTo("s2");
        assertThat(seen.get("shaded").getAsInt()).as("tokens that left early").isEqualTo(3);
        assertThat(seen.get("worse").getAsString()).isEqualTo("1 of 2");
        assertThat(seen.get("nowhere").getAsString()).isEqualTo("none");
    }

    private JsonObject read(int width, int scheme) throws IOException, InterruptedException {
        SuiteRecordsFixture.finish(folder, journal());
        Path page = folder.resolve("read.html");
        Files.writeString(
                page,
                ReportPage.of(folder)
                        .html()
                        .replace(
                                "</body>",
                                "<script>" + Resource.text("reader.js") + "</script></body>"));
        Path log = folder.resolve("browser.log");
        Path dom = folder.resolve("dom.html");
        Process process =
                new ProcessBuilder(
                                browser().orElseThrow().toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--enable-logging=stderr",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--blink-settings=preferredColorScheme=" + scheme,
                                "--window-size=" + width + ",900",
                                "--dump-dom",
                                page.toUri().toString())
                        .redirectOutput(dom.toFile())
                        .redirectError(log.toFile())
                        .start();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log)).as("messages of the page").doesNotContain("CONSOLE");
        String seen = Jsoup.parse(Files.readString(dom)).select("#seen").text();
        return JsonParser.parseString(seen).getAsJsonObject();
    }

    private static List<String> strings(JsonObject seen, String name) {
        return seen.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList();
    }

    private static List<Double> numbers(JsonObject seen, String name) {
        JsonArray numbers = seen.getAsJsonArray(name);
        return numbers.asList().stream().map(JsonElement::getAsDouble).toList();
    }
}
