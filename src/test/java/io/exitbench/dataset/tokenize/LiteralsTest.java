package io.exitbench.dataset.tokenize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteralsTest {
    private static final String JSON = "{\"str\": [\"é\"], \"num\": [\"1\"]}";

    @TempDir Path folder;

    @Test
    void aByteOrderMarkIsNoPartOfTheFile() throws IOException {
        Literals plain = Literals.read(Files.writeString(folder.resolve("plain"), JSON));
        assertThat(plain).isEqualTo(new Literals(Set.of("é"), Set.of("1"), Set.of()));
        for (Charset charset : List.of(UTF_8, UTF_16LE)) {
            Path marked = Files.writeString(folder.resolve("a"), "\uFEFF" + JSON, charset);
            assertThat(Literals.read(marked)).isEqualTo(plain);
        }
    }

    @Test
    void anotherEncodingIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("literals.json"), JSON, ISO_8859_1);
        assertThatThrownBy(() -> Literals.read(file))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageStartingWith(file + " is no literals.json");
    }
}
