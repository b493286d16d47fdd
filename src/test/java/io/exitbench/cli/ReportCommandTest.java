package io.exitbench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.exitbench.ExitBenchException;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.SuiteRecordsFixture;
import io.qameta.allure.model.TestResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReportCommandTest {
    @TempDir Path folder;

    @Test
    void aReportOfAFinishedRunIsOnePageThatAsksNobodyElse() throws IOException {
        Path run = folder.resolve("ergebnisse für alle/small");
        SuiteRecordsFixture.finish(run, SuiteRecordsFixture.journal());
        Path into = folder.resolve("report");
        CommandRun first = CommandRun.of("report", run.toString(), "--into=" + into);
        assertThat(first.out()).startsWith("Report: file:/");
        assertThat(into).isDirectoryContaining("glob:**/index.html");
        assertThat(Files.readString(into.resolve("index.html"))).doesNotContain("googletagmanager");
        assertThat(into.resolve(ReportPage.FILE)).as("which the report links to").exists();
        assertThat(run.resolveSibling("allure-results/small")).isNotEmptyDirectory();
        // And again, in its place.
        assertThat(CommandRun.of("report", run.toString(), "--into=" + into).status())
                .isEqualTo(first.status());
    }

    @ParameterizedTest
    @CsvSource({
        "md, | entropy nats=1 | defer |",
        "tex, entropy nats=1 & defer &",
        "csv, 'entropy,nats=1,defer,model,false,'"
    })
    void aTableIsPrintedOrWrittenInsteadOfTheReport(String format, String row) throws IOException {
        Path run = folder.resolve("small");
        SuiteRecordsFixture.finish(run, SuiteRecordsFixture.journal());
        CommandRun printed = CommandRun.of("report", run.toString(), "--format=" + format);
        assertThat(printed.out().lines()).anyMatch(line -> line.startsWith(row));
        Path file = folder.resolve("table." + format);
        CommandRun.of("report", run.toString(), "--format=" + format, "--into=" + file);
        assertThat(file).hasContent(printed.out());
        assertThat(run.resolveSibling("allure-results")).doesNotExist();
    }

    @Test
    void aPageGetsTheTableInItsPlace() throws IOException {
        Path run = folder.resolve("small");
        SuiteRecordsFixture.finish(run, SuiteRecordsFixture.journal());
        Path page =
                Files.writeString(
                        folder.resolve("page.md"),
                        "before\n<!-- results small -->\nstale text\n<!-- end -->\nafter\n");
        CommandRun.of("report", run.toString(), "--format=md", "--into=" + page);
        assertThat(page).content().contains("before", "| entropy nats=1 |", "after");
        assertThat(page).content().doesNotContain("stale text");
    }

    @Test
    void whatATableCannotHaveIsRefused() {
        CommandRun run = CommandRun.of("report", folder.toString(), "--format=md", "--many-files");
        assertThat(run.status()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err()).contains("leave out --many-files");
        assertThat(CommandRun.of("report", folder.toString(), "--format=pdf").err())
                .contains("md", "tex", "csv");
    }

    @Test
    void whatIsNoReportIsNotDeletedForOne() throws IOException {
        Path run = folder.resolve("small");
        SuiteRecordsFixture.finish(run, SuiteRecordsFixture.journal());
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("thesis.tex"), "all of it");
        for (Path into : new Path[] {precious, precious.resolve("thesis.tex")}) {
            CommandRun report = CommandRun.of("report", run.toString(), "--into=" + into);
            assertThat(report.status()).isEqualTo(ExitCode.REFUSED);
            assertThat(report.err()).contains(into + " is there and is no report");
        }
        assertThat(precious.resolve("thesis.tex")).hasContent("all of it");
    }

    @Test
    void aSecondSuiteInOneFolderIsRefusedInOneSentence() {
        try (ResultFolder held = ResultFolder.hold(folder.resolve("py150"))) {
            CommandRun run =
                    CommandRun.of(
                            "suite",
                            "py150.Py150Suite",
                            "--output=" + folder,
                            "--report=" + folder.resolve("report"),
                            "--cache=" + folder.resolve("cache"),
                            "--strategies=none");
            assertThat(held.path()).isDirectory();
            assertThat(run.err())
                    .contains("Another suite run is writing to " + folder.resolve("py150"));
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.status()).isEqualTo(ExitCode.REFUSED);
        }
        assertThat(folder.resolve("allure-results")).isEmptyDirectory();
    }

    /** The report is the largest of all files: it does not fit, all others do. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskEndsInOneSentenceAndLeavesTheEarlierReport() throws Exception {
        Path run = folder.resolve("small");
        SuiteRecordsFixture.finish(run, SuiteRecordsFixture.journal());
        Path into = Files.createDirectory(folder.resolve("report"));
        Files.writeString(into.resolve("index.html"), "the earlier one");
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "ulimit -f $1; shift; exec \"$@\"",
                                "sh",
                                "400",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:-UsePerfData",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                ExitBench.class.getName(),
                                "report",
                                run.toString(),
                                "--into=" + into)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(ExitCode.REFUSED);
        assertThat(said.lines().filter(line -> !line.matches("(ok|FAILED) .*")))
                .singleElement()
                .asString()
                .contains(" cannot be written to ", "File too large", "free space on the disk");
        assertThat(into.resolve("index.html")).hasContent("the earlier one");
        assertThat(folder).isDirectoryNotContaining("glob:**/.report-*");
    }

    @Test
    void allureResultsThatCannotBeWrittenAreToldOfOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        AllureResults results = new AllureResults(file);
        results.requireComplete();
        results.write(new TestResult().setUuid("one"));
        results.write(new TestResult().setUuid("two"));
        assertThatThrownBy(results::requireComplete)
                .isInstanceOf(ExitBenchException.class)
                .hasMessageStartingWith("Allure's results cannot be written to " + file + " (");
    }

    @Test
    void anUnknownSuiteNamesThoseThatThereAre() {
        CommandRun run = CommandRun.of("suite", "py15");
        assertThat(run.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err())
                .startsWith("There is no suite \"py15\"; there are ")
                .contains("py150 (py150.Py150Suite)", "javacorpus (javacorpus.JavaCorpusSuite)");
    }

    @Test
    void aFolderIsServedAndNothingBesideIt() throws Exception {
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<p>ü</p>");
        Files.writeString(folder.resolve("secret"), "no");
        Files.createSymbolicLink(site.resolve("link"), folder.resolve("secret"));
        ServeCommand serve = new ServeCommand();
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(serve).setOut(new PrintWriter(out, true));
        command.parseArgs(site.toString(), "--port=0");
        HttpServer server = serve.start();
        try {
            URI root = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            assertThat(out.toString()).contains(root.toString());
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<String> page = get(client, root);
            assertThat(page.body()).isEqualTo("<p>ü</p>");
            assertThat(page.headers().firstValue("Content-Type"))
                    .hasValue("text/html; charset=utf-8");
            for (String path : new String[] {"../secret", "%2e%2e/secret", "link", "absent"}) {
                assertThat(get(client, URI.create(root + path)).statusCode()).isEqualTo(404);
            }
        } finally {
            server.stop(0);
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
