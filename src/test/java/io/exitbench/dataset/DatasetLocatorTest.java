package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset.Origin;
import io.exitbench.dataset.source.OfficialFile;
import io.exitbench.dataset.source.OfficialSources;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.digest.Sha256;
import io.exitbench.download.DownloadPolicy;
import io.exitbench.download.Downloader;
import io.exitbench.download.FaultyServer;
import io.exitbench.download.FaultyServer.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data from a server that stands in for the makers of the official files. */
class DatasetLocatorTest {
    private static final Literals SHOWN = Literals.NONE;
    private static final String CASE = "{\"input\": \"<s> a =\", \"gt\": \"b%d\"}\n";
    private static final byte[] CASES =
            Stream.of(0, 1, 2, 3, 4)
                    .map(i -> String.format(CASE, i))
                    .reduce("", String::concat)
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir Path cache;
    private FaultyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static OfficialFile file(String path, byte[] known) {
        return new OfficialFile(
                path,
                URI.create("http://official.invalid/" + path),
                Optional.ofNullable(known).map(bytes -> HexFormat.of().formatHex(Sha256.of(bytes))),
                Optional.empty());
    }

    private DatasetLocator locator(byte[] known) {
        return locator(known, 10_000);
    }

    /** Waits long only where no fault makes it wait. */
    private DatasetLocator locatorMeeting(Fault fault) {
        return locator(CASES, fault == Fault.STALL || fault == Fault.SILENCE ? 400 : 10_000);
    }

    private DatasetLocator locator(byte[] known, int readMillis) {
        DownloadPolicy policy =
                new DownloadPolicy(
                        Duration.ofSeconds(10),
                        Duration.ofMillis(readMillis),
                        3,
                        Duration.ZERO,
                        1 << 24);
        return new DatasetLocator(
                cache,
                new Downloader(policy),
                language ->
                        new OfficialSources(
                                file("py150/line_completion/test.json", known),
                                file("py150/literals.json", null),
                                Optional.of(file("py150/py150_files.tar.gz", null)),
                                Map.of()));
    }

    private CodeDataset find(DatasetLocator locator, URI mirror, Protocol protocol) {
        return locator.find(
                Language.PYTHON,
                new DataChoice(DataChoice.AUTO, Optional.of(mirror), protocol),
                SHOWN);
    }

    private void serveCases(Fault... faults) {
        server.serve("py150/line_completion/test.json", CASES, faults);
    }

    @Test
    void officialCasesAreDownloadedOnceAndPinned() throws IOException {
        serveCases();
        CodeDataset data = find(locator(null), server.base(), Protocol.LINE);
        assertThat(data.origin()).isEqualTo(Origin.OFFICIAL);
        assertThat(data.name()).isEqualTo("py150");
        assertThat(data.lines(5, 1)).hasSize(5);
        assertThat(data.digest(Protocol.LINE))
                .isEqualTo(HexFormat.of().formatHex(Sha256.of(CASES)));
        find(locator(null), server.base(), Protocol.LINE);
        assertThat(server.requests()).hasSize(1);
        assertThat(Files.readString(cache.resolve("data/pins.json")))
                .contains("\"size\": " + CASES.length, data.digest(Protocol.LINE));
    }

    @Test
    void aLaterCopyMustBeThePinnedOne() throws IOException {
        serveCases();
        find(locator(null), server.base(), Protocol.LINE);
        Path copy = cache.resolve("data/py150/line_completion/test.json");
        Files.delete(copy);
        server.serve(
                "py150/line_completion/test.json",
                String.format(CASE, 9).repeat(5).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> find(locator(null), server.base(), Protocol.LINE))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("its SHA-256 is ");
        assertThat(copy).doesNotExist();
        Files.writeString(copy, "{\"input\": \"short\"");
        assertThatThrownBy(() -> find(locator(null), server.base(), Protocol.LINE))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("is not the official file");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TRUNCATE", "STALL", "SILENCE", "UNAVAILABLE"})
    void aServerThatRecoversIsSurvived(Fault fault) {
        serveCases(fault, fault);
        CodeDataset data = find(locatorMeeting(fault), server.base(), Protocol.LINE);
        assertThat(data.lines(9, 1)).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "TRUNCATE",
                "STALL",
                "SILENCE",
                "UNAVAILABLE",
                "ABSENT",
                "WEB_PAGE",
                "WRONG_BYTES"
            })
    void aServerThatDoesNotIsRefusedAndNothingPartialIsTaken(Fault fault) {
        serveCases(fault, fault, fault);
        assertThatThrownBy(() -> find(locatorMeeting(fault), server.base(), Protocol.LINE))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("cannot be downloaded");
        assertThat(cache.resolve("data/py150/line_completion/test.json")).doesNotExist();
        assertThat(cache.resolve("data/py150/line_completion/test.json.unchecked")).doesNotExist();
        assertThat(cache.resolve("data/pins.json")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void offlineTheEmbeddedCorpusStandsIn(Protocol protocol) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI closed = URI.create("http://127.0.0.1:" + port);
        CodeDataset data = find(locator(null), closed, protocol);
        assertThat(data.origin()).isEqualTo(Origin.EMBEDDED);
        assertThat(data.name()).isEqualTo("jython-lib");
        assertThat(data.files(Split.TRAIN, 3)).hasSize(3);
    }

    @Test
    void trainingFilesComeFromTheArchiveWhenTheyAreAskedFor() throws IOException {
        serveCases();
        Path archive = cache.resolve("made.tar.gz");
        new SyntheticPy150(60).write(archive);
        server.serve("py150/py150_files.tar.gz", Files.readAllBytes(archive));
        server.serve(
                "py150/literals.json",
                "{\"str\": [\"name\"], \"num\": []}".getBytes(StandardCharsets.UTF_8));
        CodeDataset data = find(locator(CASES), server.base(), Protocol.LINE);
        assertThat(server.requests()).hasSize(1);
        assertThat(data.rejected()).isEmpty();
        assertThat(data.files(Split.TRAIN, 5)).hasSize(5);
        assertThat(server.requests()).hasSize(3);
        assertThat(data.rejected()).hasValue(6);
        assertThat(data.evaluationDigest(Protocol.TOKENS))
                .isNotEqualTo(data.evaluationDigest(Protocol.LINE));
    }

    @Test
    void trainingFilesThatAreRefusedDoNotEndARunOnGivenCases() {
        serveCases();
        CodeDataset data = find(locator(CASES), server.base(), Protocol.LINE);
        assertThat(data.files(Split.TRAIN, 3)).hasSize(3);
        assertThat(data.standIn()).hasValue("jython-lib");
        assertThat(data.origin()).isEqualTo(Origin.OFFICIAL);
        assertThatThrownBy(() -> find(locator(CASES), server.base(), Protocol.TOKENS))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("status 404");
    }

    @Test
    void aCopyOfTheOfficialCasesIsKnownAsSuch() throws IOException {
        Path copy = cache.resolve("anything.jsonl");
        Files.write(copy, CASES);
        DataChoice choice = new DataChoice(copy.toString(), Optional.empty(), Protocol.LINE);
        CodeDataset known = locator(CASES).find(Language.PYTHON, choice, SHOWN);
        assertThat(known.name()).isEqualTo("py150");
        CodeDataset unknown = locator(new byte[1]).find(Language.PYTHON, choice, SHOWN);
        assertThat(unknown.name()).isEqualTo("local:anything.jsonl");
        assertThat(unknown.origin()).isEqualTo(Origin.LOCAL);
        assertThat(unknown.standIn()).isEmpty();
        assertThat(unknown.files().name()).isEqualTo("jython-lib");
        assertThat(unknown.standIn()).hasValue("jython-lib");
        assertThat(unknown.overlaps()).isEmpty();
        DataChoice files = DataChoice.files(copy.toString());
        assertThatThrownBy(() -> locator(CASES).find(Language.PYTHON, files, SHOWN).files())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("holds cases of line completion and no files");
    }

    @Test
    void aGivenCaseDoesNotDependOnHowManyAreDrawn() {
        serveCases();
        CodeDataset data = find(locator(CASES), server.base(), Protocol.LINE);
        assertThat(data.lines(5, 3).subList(0, 2)).isEqualTo(data.lines(2, 3));
    }
}
