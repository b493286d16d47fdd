package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerJsonTest {
    private static final Path EMBEDDED = Path.of("src/main/resources/checkpoints/tiny-opt-code");
    private static final String CODE = "def naïve_sum(xs):\n    return sum(x for x in xs) + 0x1F";

    @TempDir Path folder;

    /** GPT-2's two files hold the same model, so the same text must get the same ids. */
    @Test
    void vocabularyAndMergesGiveTheSameIdsAsTheNewerForm() throws IOException {
        JsonObject json =
                JsonParser.parseString(Files.readString(EMBEDDED.resolve("tokenizer.json")))
                        .getAsJsonObject()
                        .getAsJsonObject("model");
        Files.writeString(folder.resolve("vocab.json"), json.get("vocab").toString());
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + merges(json));
        ModelConfig config = ConfigReader.read(EMBEDDED.resolve("config.json"));
        try (CodeTokenizer newer = CodeTokenizer.read(EMBEDDED, config);
                CodeTokenizer older = CodeTokenizer.read(folder, config)) {
            int[] ids = newer.encode(CODE);
            assertThat(older.encode(CODE)).isEqualTo(ids).hasSizeGreaterThan(10);
            assertThat(older.decode(ids)).isEqualTo(CODE);
        }
    }

    @Test
    void longTextsAreNotCut() {
        ModelConfig config = ConfigReader.read(EMBEDDED.resolve("config.json"));
        try (CodeTokenizer tokenizer = CodeTokenizer.read(EMBEDDED, config)) {
            assertThat(tokenizer.encode("x = 1 <EOL> ".repeat(2000))).hasSizeGreaterThan(8000);
        }
    }

    private static String merges(JsonObject model) {
        StringBuilder lines = new StringBuilder();
        for (JsonElement merge : model.getAsJsonArray("merges")) {
            JsonArray pair = merge.isJsonArray() ? merge.getAsJsonArray() : null;
            lines.append(
                    pair == null
                            ? merge.getAsString()
                            : pair.get(0).getAsString() + " " + pair.get(1).getAsString());
            lines.append('\n');
        }
        return lines.toString();
    }
}
