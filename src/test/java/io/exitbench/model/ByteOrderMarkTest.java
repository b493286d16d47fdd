package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a checkpoint that an editor has saved with a byte order mark say what they said. */
class ByteOrderMarkTest {
    private static final Path EMBEDDED = Path.of("src/main/resources/checkpoints/tiny-opt-code");
    private static final Path TIED =
            Path.of("src/test/resources/goldens/architectures/llama3-gqa-tied");
    private static final String TEXT = "abc a<EOL>";

    @TempDir Path folder;

    private void write(String name, String content, Charset charset) throws IOException {
        Files.write(folder.resolve(name), ("\uFEFF" + content).getBytes(charset));
    }

    @Test
    void theIndexOfShards() throws IOException {
        Files.copy(TIED.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(TIED.resolve("model.safetensors"), folder.resolve("one.safetensors"));
        write(
                "model.safetensors.index.json",
                "{\"weight_map\": {\"model.norm.weight\": \"one.safetensors\"}}",
                StandardCharsets.UTF_8);
        Checkpoint.open("test", folder).load(DecoderOptions.cpu()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE"})
    void configurationAndEndTokens(String charset) throws IOException {
        String config = Files.readString(TIED.resolve("config.json"));
        write("config.json", config, Charset.forName(charset));
        write("generation_config.json", "{\"eos_token_id\": [5, 7]}", Charset.forName(charset));
        assertThat(ConfigReader.read(folder.resolve("config.json")))
                .isEqualTo(ConfigReader.read(TIED.resolve("config.json")));
        assertThat(EndTokens.read(folder, ConfigReader.read(folder.resolve("config.json"))))
                .containsExactlyInAnyOrder(5, 7);
    }

    @Test
    void theTokenizer() throws IOException {
        String json = Files.readString(EMBEDDED.resolve("tokenizer.json"));
        write("tokenizer.json", json, StandardCharsets.UTF_8);
        ModelConfig model = ConfigReader.read(EMBEDDED.resolve("config.json"));
        try (CodeTokenizer plain = CodeTokenizer.read(EMBEDDED, model);
                CodeTokenizer marked = CodeTokenizer.read(folder, model)) {
            assertThat(marked.encode(TEXT)).isEqualTo(plain.encode(TEXT));
            assertThat(marked.digest()).isEqualTo(plain.digest());
        }
    }

    /** A mark before the line of the version would make a merge of that line. */
    @Test
    void theTokenizerInItsOlderForm() throws IOException {
        write(
                "vocab.json",
                "{\"a\": 0, \"b\": 1, \"c\": 2, \"ab\": 3, \"abc\": 4, \"\u0120\": 5}",
                StandardCharsets.UTF_8);
        write("merges.txt", "#version: 0.2\na b\nab c\n", StandardCharsets.UTF_8);
        write("added_tokens.json", "{\"<EOL>\": 6}", StandardCharsets.UTF_8);
        write("tokenizer_config.json", "{\"eos_token\": \"<EOL>\"}", StandardCharsets.UTF_8);
        write(
                "special_tokens_map.json",
                "{\"additional_special_tokens\": []}",
                StandardCharsets.UTF_8);
        ModelConfig model = ConfigReader.read(EMBEDDED.resolve("config.json"));
        try (CodeTokenizer tokenizer = CodeTokenizer.read(folder, model)) {
            assertThat(tokenizer.encode(TEXT)).containsExactly(4, 5, 0, 6);
        }
    }
}
