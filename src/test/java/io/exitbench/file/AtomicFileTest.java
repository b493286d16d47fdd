package io.exitbench.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    @Test
    void halfASurrogatePairCostsOneCharacterAndNotTheFile() throws IOException {
        Path file = folder.resolve("a/samples.jsonl");
        AtomicFile.write(file, "a \ud83d b \ude00 c \ud83d\ude00\ud83d");
        assertThat(Files.readString(file)).isEqualTo("a \ufffd b \ufffd c \ud83d\ude00\ufffd");
    }
}
