package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /**
     * What a slow tokenizer of transformers writes: the literals, the end of line among them, are
     * no part of the vocabulary and stand in {@code file} alone. Lines end as on Windows.
     */
    @ParameterizedTest
    @ValueSource(strings = {"added_tokens.json", "tokenizer_config.json"})
    void addedTokensAreTakenWhole(String file) throws IOException {
        JsonObject whole =
                JsonParser.parseString(Files.readString(EMBEDDED.resolve("tokenizer.json")))
                        .getAsJsonObject();
        JsonObject model = whole.getAsJsonObject("model");
        JsonObject vocabulary = model.getAsJsonObject("vocab");
        JsonObject ids = new JsonObject();
        JsonObject decoder = new JsonObject();
        JsonArray literals = new JsonArray();
        for (JsonElement each : whole.getAsJsonArray("added_tokens")) {
            JsonObject token = each.getAsJsonObject();
            String content = token.get("content").getAsString();
            if (token.get("id").getAsInt() > 3) {
                vocabulary.remove(content);
                literals.add(content);
                ids.add(content, token.get("id"));
                decoder.add(token.get("id").getAsString(), token);
            }
        }
        assertThat(ids.has("<EOL>")).isTrue();
        Files.writeString(folder.resolve("vocab.json"), vocabulary.toString());
        Files.writeString(
                folder.resolve("merges.txt"),
                "#version: 0.2\r\n" + merges(model).replace("\n", "\r\n"));
        JsonObject content = new JsonObject();
        content.add("added_tokens_decoder", decoder);
        JsonObject written = file.startsWith("added") ? ids : content;
        Files.writeString(folder.resolve(file), written.toString());
        JsonObject special = new JsonObject();
        special.add("additional_special_tokens", literals);
        special.addProperty("bos_token", "<s>");
        Files.writeString(folder.resolve("special_tokens_map.json"), special.toString());
        ModelConfig config = ConfigReader.read(EMBEDDED.resolve("config.json"));
        String text = "<s> x = <STR_LIT:name> if <NUM_LIT:1> <EOL> ré = sum ( xs ) <EOL> </s>";
        try (CodeTokenizer newer = CodeTokenizer.read(EMBEDDED, config);
                CodeTokenizer older = CodeTokenizer.read(folder, config)) {
            int[] expected = newer.encode(text);
            assertThat(older.encode(text)).isEqualTo(expected).contains(newer.id("<EOL>"));
            assertThat(older.decode(expected)).isEqualTo(newer.decode(expected));
            for (GoldenCases.Case golden : GoldenCases.of("tiny-opt-code").cases()) {
                String prompt = newer.decode(golden.prompt());
                assertThat(older.encode(prompt)).isEqualTo(golden.prompt());
            }
        }
    }

    /**
     * Ids with a gap, flags, tokens that only their role makes special, and roles without an id.
     */
    @Test
    void addedTokensKeepTheirIdsAndFlags() throws IOException {
        letters();
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                """
                {"add_prefix_space": null, "added_tokens_decoder": {
                  "150": {"content": "<EOL>", "lstrip": true, "special": true},
                  "151": {"content": "<a>", "rstrip": false, "special": false}},
                 "bos_token": {"__type": "AddedToken", "content": "abc", "lstrip": false},
                 "pad_token": null, "sep_token": "<next>"}
                """);
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<a>\": 140, \"<later>\": 149}");
        try (CodeTokenizer tokenizer = CodeTokenizer.read(folder, small(160))) {
            assertThat(tokenizer.encode("a  <EOL>a<a><later>abc<next>"))
                    .containsExactly(0, 150, 0, 151, 149, 3, 152);
            assertThat(tokenizer.decode(new int[] {0, 150, 151})).isEqualTo("a<EOL><a>");
        }
        try (CodeTokenizer tokenizer = CodeTokenizer.read(folder, small(152))) {
            assertThat(tokenizer.id("<next>")).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"<EOL>\": 2}|one id to",
                "{\"<EOL>\": -5}|the id -5, which is none",
                "{\"<EOL>\": \"x\"}|which is none",
                "{\"<EOL>\": 160}|up to 160",
                "[1]|added tokens, again"
            })
    void anAddedTokenThatFitsNothingIsTold(String added, String complaint) throws IOException {
        letters();
        Files.writeString(folder.resolve("added_tokens.json"), added);
        ModelConfig config = small(160);
        assertThatThrownBy(() -> CodeTokenizer.read(folder, config))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll(folder.toString(), complaint);
    }

    /** Qwen's slow tokenizer has files of these names, too, and splits numbers otherwise. */
    @Test
    void onlyGpt2HasItsFiles() throws IOException {
        letters();
        ModelConfig config = small(160);
        Path settings = folder.resolve("tokenizer_config.json");
        for (String known : List.of("\"GPT2Tokenizer\"", "\"GPT2TokenizerFast\"", "null")) {
            Files.writeString(settings, "{\"tokenizer_class\": " + known + "}");
            CodeTokenizer.read(folder, config).close();
        }
        Files.writeString(settings, "{\"tokenizer_class\": \"Qwen2Tokenizer\"}");
        assertThatThrownBy(() -> CodeTokenizer.read(folder, config))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("of a Qwen2Tokenizer", "tokenizer.json");
    }

    private void letters() throws IOException {
        Files.writeString(
                folder.resolve("vocab.json"),
                "{\"a\": 0, \"b\": 1, \"c\": 2, \"abc\": 3, \"\u0120\": 4}");
        Files.writeString(folder.resolve("merges.txt"), "");
    }

    private ModelConfig small(int vocabulary) throws IOException {
        String config =
                Files.readString(EMBEDDED.resolve("config.json"))
                        .replace("\"vocab_size\": 8192", "\"vocab_size\": " + vocabulary);
        return ConfigReader.read(Files.writeString(folder.resolve("config.json"), config));
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
