package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.exitbench.browser.Browser;
import io.exitbench.browser.Browser.Theme;
import io.exitbench.result.SuiteRecordsFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;
import picocli.CommandLine;

/**
 * Allure's report in Chromium, from the project's own server, with the page that it links to. Not
 * part of the unit tests, which need no browser: {@code mvn test -Dtest='*InBrowser'}.
 */
class AllureInBrowser {
    @TempDir static Path folder;
    private static HttpServer server;
    private static URI address;

    private Browser browser;

    @BeforeAll
    static void serve() throws IOException {
        Path run = folder.resolve("small");
        SuiteRecordsFixture.finish(run, SuiteRecordsFixture.journal());
        Path report = folder.resolve("report");
        CommandRun.of("report", run.toString(), "--many-files", "--into=" + report);
        ServeCommand serve = new ServeCommand();
        new CommandLine(serve)
                .setOut(new PrintWriter(new StringWriter()))
                .parseArgs(report.toString(), "--port=0");
        server = serve.start();
        address = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    static Stream<Arguments> readers() {
        return Stream.of(400, 1600)
                .flatMap(
                        width ->
                                Stream.of(Theme.values()).map(theme -> Arguments.of(width, theme)));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aReaderGetsFromTheOverviewToARunAndToThePage(int width, Theme theme) throws IOException {
        browser = Browser.open(width, theme);
        browser.go(address);
        assertThat(browser.one("[data-id=environment]").getText())
                .contains("Headline", "Nothing is proven");
        browser.go(test("entropy nats=1"));
        assertThat(browser.one(".test-result .test-result__name").getText())
                .contains("entropy nats=1");
        assertThat(browser.one(".test-result table").getText())
                .contains("Edit Similarity", "95 % interval");
        attachmentsAreDrawn();
        browser.go(test("Summary of all runs"));
        browser.one(".test-result a[href='exitbench.html']").click();
        assertThat(browser.one(".headline").getText()).startsWith("Nothing is proven");
        assertThat(browser.all("#shown code i.l4")).as("a shaded completion").isNotEmpty();
        assertThat(browser.one("#frontier svg").getSize().getHeight()).isGreaterThan(100);
        assertThat(browser.all("#table tbody tr")).hasSize(3);
        assertThat(browser.messages()).as("what the page puts on the console").isEmpty();
        assertThat(browser.requests())
                .as("the histogram among them")
                .anyMatch(asked -> asked.endsWith(".svg"))
                .allSatisfy(asked -> assertThat(asked).startsWith(address.toString()));
    }

    /** Opens the completions, a table, and the histogram. */
    private void attachmentsAreDrawn() {
        browser.one(".attachment-row");
        List<WebElement> rows = browser.all(".attachment-row");
        assertThat(rows).hasSize(2);
        rows.forEach(WebElement::click);
        assertThat(browser.one(".attachment__table").getText()).contains("int x =");
        WebElement histogram = browser.one("object.attachment__embed[type='image/svg+xml']");
        assertThat(histogram.getSize().getHeight()).isGreaterThan(50);
    }

    /** Where Allure shows one test; it is known by an id of this report alone. */
    private URI test(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("report/data/test-cases"))) {
            for (Path file : files.toList()) {
                JsonObject test = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
                if (test.get("name").getAsString().equals(name)) {
                    return address.resolve("#suites/all/" + test.get("uid").getAsString());
                }
            }
        }
        throw new AssertionError("Allure has no test " + name);
    }
}
