package io.exitbench.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTextTest {
    private static final String TEXT = "{\"é\": \"日本 \uD83D\uDE00\"}\n";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void theMarkSaysTheEncodingAndIsNoPartOfTheText(String charset) throws IOException {
        Path file = folder.resolve("a.json");
        Files.writeString(file, "\uFEFF" + TEXT, Charset.forName(charset));
        assertThat(UnicodeText.read(file, 1000)).isEqualTo(TEXT);
        assertThat(UnicodeText.of(Files.readAllBytes(file))).isEqualTo(TEXT);
    }

    @Test
    void whatIsTooLargeOrNoUtf8IsRefused() throws IOException {
        Path file = Files.write(folder.resolve("a.json"), new byte[] {'a', (byte) 0xe9, 'b'});
        assertThatThrownBy(() -> UnicodeText.read(file, 2)).hasMessageContaining("more than 2");
        assertThatThrownBy(() -> UnicodeText.read(file, 3)).hasMessage("it is no UTF-8");
        assertThat(UnicodeText.of(Files.readAllBytes(file))).isEqualTo("a\uFFFDb");
    }
}
