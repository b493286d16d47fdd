package io.exitbench.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.download.FaultyServer.Fault;
import io.exitbench.download.FaultyServer.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DownloaderTest {
    private final byte[] content = new byte[300_000];
    private final Downloader downloader = new Downloader(policy(10_000, 1 << 20));
    private FaultyServer server;

    @TempDir Path folder;
    private Path target;

    @BeforeEach
    void start() throws IOException {
        new Random(3).nextBytes(content);
        server = new FaultyServer();
        target = folder.resolve("data/file.bin");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static DownloadPolicy policy(int readMillis, long largest) {
        return new DownloadPolicy(
                Duration.ofSeconds(10), Duration.ofMillis(readMillis), 3, Duration.ZERO, largest);
    }

    /** Waits long only where no fault makes it wait. */
    private static Downloader downloader(Fault fault) {
        boolean waits = fault == Fault.STALL || fault == Fault.SILENCE;
        return new Downloader(policy(waits ? 400 : 10_000, 1 << 20));
    }

    private Download download(Fault... faults) {
        return Download.of(server.serve("file.bin", content, faults), target);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void givesTheDigestOfWhatWasFetchedAndFetchesOnce() {
        assertThat(downloader.fetch(download())).hasValue(sha256(content));
        assertThat(target).hasBinaryContent(content);
        assertThat(folder.resolve("data/file.bin.part")).doesNotExist();
        assertThat(downloader.fetch(download())).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TRUNCATE", "STALL", "SILENCE", "UNAVAILABLE", "ABSURD_RANGE"})
    void recoversFromTwoFaultsInARow(Fault fault) {
        downloader(fault).fetch(download(fault, fault).withSha256(sha256(content)));
        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TRUNCATE", "STALL", "SILENCE", "UNAVAILABLE"})
    void givesUpAfterThreeFaultsInOneSentence(Fault fault) {
        Download download = download(fault, fault, fault);
        assertThatThrownBy(() -> downloader(fault).fetch(download))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("given up after 3 attempts")
                .hasMessageContaining(download.source().toString());
        assertThat(target).doesNotExist();
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void resumesWhereItStopped() {
        downloader.fetch(download(Fault.TRUNCATE, Fault.TRUNCATE));
        assertThat(server.requests())
                .extracting(Request::range)
                .containsExactly(null, "bytes=150000-", "bytes=225000-");
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void aSecondRunResumesThePartOfTheFirst() {
        Download download = download(Fault.TRUNCATE, Fault.ABSENT);
        assertThatThrownBy(() -> downloader.fetch(download)).isInstanceOf(RefusedException.class);
        downloader.fetch(download);
        assertThat(server.requests().get(2).range()).isEqualTo("bytes=150000-");
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void doesNotGlueTwoVersions() {
        downloader.fetch(download(Fault.TRUNCATE, Fault.CHANGED));
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void aWrongPartIsFetchedAfresh() throws IOException {
        Files.createDirectories(target.getParent());
        Files.write(folder.resolve("data/file.bin.part"), new byte[1000]);
        downloader.fetch(download().withSha256(sha256(content)));
        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests())
                .extracting(Request::range)
                .containsExactly("bytes=1000-", null);
    }

    @Test
    void aWrongDigestIsRefused() {
        Download download = download(Fault.WRONG_BYTES).withSha256(sha256(content));
        assertThatThrownBy(() -> downloader.fetch(download))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("its SHA-256 is ");
        assertThat(target).doesNotExist();
    }

    @Test
    void aWrongSizeIsRefused() {
        Download download = download().withSize(299_999);
        assertThatThrownBy(() -> downloader.fetch(download))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it has 300000 bytes and not 299999");
        assertThat(target).doesNotExist();
    }

    @Test
    void aPageInsteadOfTheFileIsRefused() {
        Download download = download(Fault.WEB_PAGE);
        assertThatThrownBy(() -> downloader.fetch(download))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a web page instead of the file");
        assertThat(target).doesNotExist();
    }

    @Test
    void anAbsentFileIsRefusedAtOnceWithItsStatus() {
        Download download = download(Fault.ABSENT);
        assertThatThrownBy(() -> downloader.fetch(download))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.status()).hasValue(404));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void moreThanTheLimitIsRefused() {
        Downloader small = new Downloader(policy(10_000, 1000));
        assertThatThrownBy(() -> small.fetch(download()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void aBodyWithoutAMarkedEndIsRefusedUnlessItCanBeChecked() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerWithoutLength(socket));
            answering.setDaemon(true);
            answering.start();
            URI address = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/x");
            Download download = Download.of(address, target);
            assertThatThrownBy(() -> downloader.fetch(download))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("does not say where the file ends");
            assertThat(target).doesNotExist();
            downloader.fetch(download.withSha256(sha256("half".getBytes(StandardCharsets.UTF_8))));
            assertThat(target).hasContent("half");
        }
    }

    private static void answerWithoutLength(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[4096]);
                byte[] answer = "HTTP/1.0 200 OK\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII);
                socket.getOutputStream().write(answer);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void aClosedPortIsUnreachableAtOnce() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Download download = Download.of(URI.create("http://127.0.0.1:" + port + "/x"), target);
        assertThatThrownBy(() -> downloader.fetch(download))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no connection to the host");
        assertThat(target).doesNotExist();
    }

    @Test
    void aSecretIsNotPassedOnToAnotherHost() {
        downloader.fetch(download(Fault.REDIRECT).withHeader("Authorization", "Bearer secret"));
        assertThat(server.requests())
                .extracting(Request::authorization)
                .containsExactly("Bearer secret", null);
        assertThat(target).hasBinaryContent(content);
    }
}
