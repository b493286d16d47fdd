package io.exitbench.dataset.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.SyntheticPy150;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarArchiveTest {
    private static final ArchiveLimits SMALL = new ArchiveLimits(10, 100_000);

    @TempDir Path folder;
    private Path archive;

    @BeforeEach
    void name() {
        archive = folder.resolve("a.tar.gz");
    }

    private Map<String, String> read() {
        Map<String, String> files = new TreeMap<>();
        new TarArchive(archive, SMALL, bytes -> {})
                .readWithInner(
                        "inner.tar.gz",
                        file -> {
                            files.put(file.path(), new String(file.bytes(1000)));
                            return true;
                        });
        return files;
    }

    private void write(String path, String content) throws IOException {
        try (TarArchiveOutputStream tar = SyntheticPy150.tar(Files.newOutputStream(archive))) {
            SyntheticPy150.add(tar, path, content);
        }
    }

    @Test
    void readsFilesAndTheArchiveInside() throws IOException {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = SyntheticPy150.tar(inner)) {
            SyntheticPy150.add(tar, "b/c.py", "two");
        }
        try (TarArchiveOutputStream tar = SyntheticPy150.tar(Files.newOutputStream(archive))) {
            SyntheticPy150.add(tar, "./a.py", "one");
            SyntheticPy150.addBytes(tar, "inner.tar.gz", inner.toByteArray());
            SyntheticPy150.add(tar, "z.py", "three");
        }
        assertThat(read()).isEqualTo(Map.of("a.py", "one", "b/c.py", "two", "z.py", "three"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.py", "x/../../a.py", "/etc/a.py", "x\\..\\a.py", "C:/a.py"})
    void aPathThatLeadsOutIsRefused(String path) throws IOException {
        write(path, "x");
        assertThatThrownBy(this::read)
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("leads out of it");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR})
    void aLinkOrDeviceIsRefused(byte type) throws IOException {
        try (TarArchiveOutputStream tar = SyntheticPy150.tar(Files.newOutputStream(archive))) {
            TarArchiveEntry link = new TarArchiveEntry("a.py", type);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        assertThatThrownBy(this::read)
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("a.py is a link or a device, which is refused");
    }

    @Test
    void whatSwellsAboveTheLimitIsRefused() throws IOException {
        try (TarArchiveOutputStream tar = SyntheticPy150.tar(Files.newOutputStream(archive))) {
            SyntheticPy150.addBytes(tar, "zeros", new byte[200_000]);
        }
        assertThat(Files.size(archive)).isLessThan(2000);
        TarArchive bomb = new TarArchive(archive, SMALL, bytes -> {});
        assertThatThrownBy(() -> bomb.read(file -> true))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("it holds more than 100000 bytes");
    }

    @Test
    void aLargeFileAndManyFilesAreRefused() throws IOException {
        write("a.py", "x".repeat(1001));
        assertThatThrownBy(this::read).hasMessageContaining("a.py has more than 1000 bytes");
        try (TarArchiveOutputStream tar = SyntheticPy150.tar(Files.newOutputStream(archive))) {
            for (int i = 0; i < 11; i++) {
                SyntheticPy150.add(tar, "f" + i, "x");
            }
        }
        assertThatThrownBy(this::read).hasMessageContaining("more than 10 entries");
    }

    @Test
    void everyTruncationIsRefusedOrGivesNothing() throws IOException {
        write("a.py", "some text that is long enough to be cut");
        byte[] whole = Files.readAllBytes(archive);
        for (int length = 0; length < whole.length; length += 7) {
            try (OutputStream out = Files.newOutputStream(archive)) {
                out.write(Arrays.copyOf(whole, length));
            }
            try {
                assertThat(read())
                        .isIn(Map.of(), Map.of("a.py", "some text that is long enough to be cut"));
            } catch (ExitBenchException e) {
                assertThat(e).hasMessageContaining("is refused");
            }
        }
    }
}
