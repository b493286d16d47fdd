package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDigestTest {
    @TempDir Path here;
    @TempDir Path there;

    /** An archive of one class, packed at a time. */
    private static Path archive(Path folder, String content, long time) throws IOException {
        Path file = folder.resolve("library.jar");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("a/Strategy.class");
            entry.setTime(time);
            zip.putNextEntry(entry);
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static String digest(Path... entries) {
        return CodeDigest.of(new ClassPath(List.of(entries)));
    }

    @Test
    void anArchiveIsTheSameWhereverAndWheneverItWasPacked() throws IOException {
        assertThat(digest(archive(there, "exit", 1_700_000_000_000L)))
                .isEqualTo(digest(archive(here, "exit", 1_600_000_000_000L)));
    }

    @Test
    void anArchiveOfTheSameNameAndSizeWithOtherContentIsAnother() throws IOException {
        String before = digest(archive(here, "exit", 0));
        assertThat(digest(archive(here, "stay", 0))).isNotEqualTo(before);
    }

    @Test
    void aClassThatWasCompiledAnewIsAnother() throws IOException {
        Path file = Files.writeString(here.resolve("A.class"), "exit");
        String before = digest(here);
        Files.writeString(here.resolve("notes.txt"), "no code");
        assertThat(digest(here)).isEqualTo(before);
        Files.writeString(file, "stay");
        assertThat(digest(here)).isNotEqualTo(before);
    }

    @Test
    void whatIsNotThereIsPassedOverAndWhatIsDamagedIsNamed() throws IOException {
        assertThat(digest(here.resolve("gone.jar"), here)).hasSize(64);
        Path damaged = Files.writeString(here.resolve("damaged.jar"), "no archive");
        assertThatThrownBy(() -> digest(damaged))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(damaged + " on the class path cannot be read")
                .hasMessageContaining("delete it");
    }
}
