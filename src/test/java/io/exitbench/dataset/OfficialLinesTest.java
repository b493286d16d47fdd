package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.CodeDataset.Origin;
import io.exitbench.dataset.answers.AnswerCounts;
import io.exitbench.dataset.source.OfficialFile;
import io.exitbench.dataset.source.OfficialSources;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.download.DownloadPolicy;
import io.exitbench.download.Downloader;
import io.exitbench.download.FaultyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official cases, which come without answers, from an empty cache on. */
class OfficialLinesTest {
    private static final String CASES = "py150/line_completion/test.json";
    private static final String LITERALS = "py150/literals.json";
    private static final String ARCHIVE = "py150/py150_files.tar.gz";
    private static final int FILES = 2000;

    @TempDir Path folder;
    private FaultyServer server;
    private int caches;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyServer();
        serve(LITERALS, "{\"str\": [\"name\"], \"num\": [\"1\"], \"char\": []}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(String path, String text) {
        server.serve(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private OfficialFile file(String path) {
        return file(server.base(), path);
    }

    private static OfficialFile file(URI host, String path) {
        return new OfficialFile(path, host.resolve(path), Optional.empty(), Optional.empty());
    }

    private OfficialSources python() {
        return new OfficialSources(
                file(CASES), file(LITERALS), Optional.of(file(ARCHIVE)), Map.of());
    }

    private CodeDataset find(Language language, OfficialSources sources, Protocol protocol) {
        DownloadPolicy policy =
                new DownloadPolicy(
                        Duration.ofSeconds(10), Duration.ofSeconds(10), 2, Duration.ZERO, 1 << 26);
        return new DatasetLocator(
                        folder.resolve("cache" + caches), new Downloader(policy), any -> sources)
                .find(
                        language,
                        new DataChoice(DataChoice.AUTO, Optional.empty(), protocol),
                        Literals.NONE);
    }

    private static URI closed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
    }

    private WithheldCases serveArchive(int count) throws IOException {
        SyntheticPy150 made = new SyntheticPy150(count);
        Path archive = folder.resolve("made.tar.gz");
        made.write(archive);
        server.serve(ARCHIVE, Files.readAllBytes(archive));
        return new WithheldCases(
                find(Language.PYTHON, python(), Protocol.TOKENS).files(), made.evaluation());
    }

    private static WithheldCases withLost(WithheldCases cases) {
        return cases.lost("<s> import os <EOL> never = written", 0)
                .lost("<s> from __future__ import", 0)
                .lost("<s> import os <EOL> def alpha0 ( self , x ) : <EOL> gone", 0)
                .lost("<s> import os <EOL> def", 2)
                .lost("<s> import os <EOL>", 2);
    }

    @Test
    void everythingThatCanBeIsRecoveredAndNothingElse() throws IOException {
        WithheldCases cases = withLost(serveArchive(FILES).cut(200, 0).cut(100, 1));
        serve(CASES, cases.withheld());
        caches++;
        int before = server.requests().size();
        CodeDataset data = find(Language.PYTHON, python(), Protocol.LINE);
        AnswerCounts counts = data.answers().orElseThrow();
        assertThat(counts.recovered()).isEqualTo(300);
        // A neighbour may go on in the same way.
        assertThat(counts.byId()).isBetween(200, 210);
        assertThat(counts.ambiguous()).isEqualTo(2);
        assertThat(counts.notFound()).isEqualTo(3);
        assertThat(data.origin()).isEqualTo(Origin.OFFICIAL);
        assertThat(data.instead()).isEmpty();
        assertThat(data.files(Split.CALIBRATION, 5)).hasSize(5);
        assertThat(server.requests().subList(before, server.requests().size()))
                .extracting(FaultyServer.Request::path)
                .containsExactly("/" + CASES, "/" + LITERALS, "/" + ARCHIVE);
        find(Language.PYTHON, python(), Protocol.LINE);
        assertThat(server.requests()).hasSize(before + 3);

        serve(CASES, cases.answered());
        caches++;
        CodeDataset given = find(Language.PYTHON, python(), Protocol.LINE);
        assertThat(given.answers()).hasValue(new AnswerCounts(300, 0, 0, 0, 0));
        assertThat(data.lines(1000, 3)).hasSize(300).isEqualTo(given.lines(1000, 3));
    }

    @Test
    void idsMayCountFromOne() throws IOException {
        WithheldCases cases = withLost(serveArchive(300).cut(40, 1));
        serve(CASES, cases.withheld());
        CodeDataset data = find(Language.PYTHON, python(), Protocol.LINE);
        assertThat(data.answers()).hasValue(new AnswerCounts(0, 40, 0, 2, 3));
    }

    @Test
    void withoutTheArchiveTheEmbeddedCorpusStandsInAndSaysWhy() {
        serve(CASES, "{\"id\": 0, \"input\": \"<s> a\", \"gt\": \"\"}\n");
        CodeDataset data = find(Language.PYTHON, python(), Protocol.LINE);
        assertThat(data.origin()).isEqualTo(Origin.EMBEDDED);
        assertThat(data.instead().orElseThrow())
                .contains("official cases come without answers", ARCHIVE, "status 404");
    }

    @Test
    void answersThatAreGivenNeedNoArchive() {
        serve(
                CASES,
                "{\"id\": 0, \"input\": \"<s> a\", \"gt\": \"\"}\n"
                        + "{\"id\": 1, \"input\": \"<s> a\", \"gt\": \"b\"}\n");
        CodeDataset data = find(Language.PYTHON, python(), Protocol.LINE);
        assertThat(data.origin()).isEqualTo(Origin.OFFICIAL);
        assertThat(data.lines(9, 1)).extracting(CompletionSample::reference).containsExactly("b");
        assertThat(data.answers()).hasValue(new AnswerCounts(1, 0, 0, 0, 1));
    }

    @Test
    void withoutTheCasesLinesOfTheOfficialTestFilesStandIn() throws IOException {
        serveArchive(300);
        URI gone = closed();
        caches++;
        OfficialSources sources =
                new OfficialSources(
                        file(gone, CASES),
                        file(gone, LITERALS),
                        Optional.of(file(ARCHIVE)),
                        Map.of());
        CodeDataset data = find(Language.PYTHON, sources, Protocol.LINE);
        assertThat(data.origin()).isEqualTo(Origin.OFFICIAL);
        assertThat(data.answers()).isEmpty();
        assertThat(data.instead().orElseThrow()).contains(CASES, "no connection to the host");
        assertThat(data.lines(20, 1)).hasSize(20);
        assertThat(data.lines(20, 1).get(0).file()).startsWith("data/user");
    }

    @Test
    void withoutTheLiteralsNoAnswerIsGuessedAndLinesOfTheTestFilesStandIn() throws IOException {
        serveArchive(300);
        caches++;
        serve(CASES, "{\"id\": 0, \"input\": \"<s> import\", \"gt\": \"\"}\n");
        OfficialSources sources =
                new OfficialSources(
                        file(CASES),
                        file(closed(), LITERALS),
                        Optional.of(file(ARCHIVE)),
                        Map.of());
        CodeDataset data = find(Language.PYTHON, sources, Protocol.LINE);
        assertThat(data.origin()).isEqualTo(Origin.OFFICIAL);
        assertThat(data.answers()).isEmpty();
        assertThat(data.instead().orElseThrow()).contains("come without answers", LITERALS);
    }

    @Test
    void casesThatFitNoFileGiveWayToLinesOfTheTestFiles() throws IOException {
        serveArchive(300);
        serve(CASES, "{\"id\": 0, \"input\": \"<s> a\", \"gt\": \"\"}\n");
        CodeDataset data = find(Language.PYTHON, python(), Protocol.LINE);
        assertThat(data.answers()).isEmpty();
        assertThat(data.instead()).hasValue("No answer of the official cases was found.");
        assertThat(data.lines(20, 1)).hasSize(20);
    }

    @Test
    void javaFetchesTheTestFilesAloneAndLearnsFromTheEmbeddedCorpus() {
        serve("javacorpus/java_test_pre", "<s> class A { int a = 1 ; } </s>\n");
        serve(CASES, "{\"id\": 0, \"input\": \"<s> class A {\", \"gt\": \"\"}\n");
        OfficialSources sources =
                new OfficialSources(
                        file(CASES),
                        file(LITERALS),
                        Optional.empty(),
                        Map.of(
                                Split.TRAIN, file("javacorpus/java_training_pre"),
                                Split.CALIBRATION, file("javacorpus/java_validation_pre"),
                                Split.EVALUATION, file("javacorpus/java_test_pre")));
        CodeDataset data = find(Language.JAVA, sources, Protocol.LINE);
        assertThat(data.lines(9, 1))
                .extracting(CompletionSample::reference)
                .isEqualTo(List.of("int a = <NUM_LIT:1> ;"));
        assertThat(data.files().name()).isEqualTo("commons-sources");
        assertThat(data.standIn()).hasValue("commons-sources");
        assertThat(server.requests())
                .extracting(FaultyServer.Request::path)
                .doesNotContain("/javacorpus/java_training_pre")
                .contains("/javacorpus/java_test_pre");
    }
}
