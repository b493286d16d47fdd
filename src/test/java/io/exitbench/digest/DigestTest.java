package io.exitbench.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {
    /** FIPS 180-4's example. */
    private static final String OF_ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir Path folder;

    @Test
    void sha256IsThatOfTheStandardForTextsBytesAndFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
        assertThat(Sha256.hex("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(OF_ABC);
        assertThat(Sha256.hex(file)).isEqualTo(OF_ABC);
    }

    /** The example of Pro Git, section 10.2. */
    @Test
    void aBlobHasTheIdThatGitGivesIt() throws IOException {
        Path file = Files.writeString(folder.resolve("test"), "test content\n");
        assertThat(GitBlob.id(file)).isEqualTo("d670460b4b4aece5915caf5c68d12f560a9fe3e4");
    }
}
