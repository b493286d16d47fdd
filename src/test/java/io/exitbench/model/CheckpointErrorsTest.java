package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged checkpoints end in one sentence that names the file. */
class CheckpointErrorsTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/goldens/architectures/opt-preln");

    @TempDir Path folder;

    @BeforeEach
    void copyAGoodCheckpoint() throws IOException {
        for (String file : new String[] {"config.json", "model.safetensors"}) {
            Files.copy(GOLDEN.resolve(file), folder.resolve(file));
        }
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Checkpoint.open("test", folder).load(DecoderOptions.cpu()).close())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll(parts)
                .message()
                .hasLineCount(1)
                .endsWith(".");
    }

    @Test
    void truncatedWeights() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(weights.toString());
    }

    @Test
    void aHeaderThatClaims2To60Bytes() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 60);
        Files.write(weights, whole);
        assertRefused(weights.toString());
    }

    @Test
    void weightsOfAnotherModel() throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"ffn_dim\": 96", "\"ffn_dim\": 128"));
        assertRefused("shape", folder.toString());
    }

    @Test
    void missingWeights() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        assertRefused(folder.toString());
    }

    /** The golden's head is tied; its index names it all the same. */
    @Test
    void anIndexMayNameWhatTheModelDoesNotNeedButNotWhatItNeeds() throws IOException {
        Path tied = GOLDEN.resolveSibling("llama3-gqa-tied");
        Path config = folder.resolve("config.json");
        Files.copy(tied.resolve("config.json"), config, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(folder.resolve("model.safetensors"));
        Files.copy(tied.resolve("model.safetensors"), folder.resolve("one.safetensors"));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                """
                {"weight_map": {"model.norm.weight": "one.safetensors",
                  "lm_head.weight": "one.safetensors",
                  "model.layers.0.self_attn.rotary_emb.inv_freq": "one.safetensors"}}
                """);
        Checkpoint.open("test", folder).load(DecoderOptions.cpu()).close();
        String text = Files.readString(config);
        assertThat(text).contains("\"tie_word_embeddings\": true");
        Files.writeString(
                config,
                text.replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": null"));
        assertRefused("Tensor lm_head.weight is missing", folder.toString(), "tie_word_embeddings");
    }

    /** Which of two tied tensors a file keeps is its writer's choice. */
    @ParameterizedTest
    @CsvSource({
        "llama3-gqa-tied, model.embed_tokens.weight",
        "opt-preln, model.decoder.embed_tokens.weight"
    })
    void tiedEmbeddingsMayBeStoredAsTheHeadAlone(String golden, String name) throws IOException {
        Path tied = GOLDEN.resolveSibling(golden);
        Path config = folder.resolve("config.json");
        Files.copy(tied.resolve("config.json"), config, StandardCopyOption.REPLACE_EXISTING);
        Charset bytes = StandardCharsets.ISO_8859_1;
        String stored = Files.readString(tied.resolve("model.safetensors"), bytes);
        String key = "\"" + name + "\":";
        assertThat(stored).contains(key);
        // As long as before, so that nothing moves.
        String head = "\"lm_head.weight\":" + " ".repeat(name.length() - 14);
        Files.writeString(folder.resolve("model.safetensors"), stored.replace(key, head), bytes);
        Checkpoint.open("test", folder).load(DecoderOptions.cpu()).close();
        String text = Files.readString(config);
        Files.writeString(
                config,
                text.replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false"));
        assertRefused(
                golden.startsWith("opt")
                        ? "tie_word_embeddings"
                        : "Tensor " + name + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "160|160",
                "-1|-1",
                "1.5|1.5",
                "[1, \"x\"]|\"x\"",
                "[1, [2]]|[2]",
                "true|true"
            })
    void anEndTokenThatTheModelDoesNotHave(String ids, String named) throws IOException {
        Files.writeString(
                folder.resolve("generation_config.json"), "{\"eos_token_id\": " + ids + "}");
        assertRefused("generation_config.json has eos_token_id " + named + ",", "160");
    }

    @Test
    void anUnknownArchitecture() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        assertRefused(
                "config.json",
                "gpt2",
                "llama, mistral, opt, qwen2, qwen3 and starcoder2 are supported");
    }

    @Test
    void aMalformedConfiguration() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": ");
        assertRefused("config.json");
    }

    @Test
    void aTokenizerWithMoreTokensThanTheModel() throws IOException {
        Path tokenizer = folder.resolve("tokenizer.json");
        Files.copy(
                Path.of("src/main/resources/checkpoints/tiny-opt-code/tokenizer.json"), tokenizer);
        assertThatThrownBy(() -> Checkpoint.open("test", folder).tokenizer())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll(folder.toString(), "8191", "160", "belongs to");
    }

    @Test
    void noTokenizerAtAll() {
        assertThatThrownBy(() -> Checkpoint.open("test", folder).tokenizer())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("tokenizer.json is missing", "vocab.json", "merges.txt");
    }

    @Test
    void somethingElseInThePlaceOfATokenizer() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "[]");
        assertThatThrownBy(() -> Checkpoint.open("test", folder).tokenizer())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("tokenizer.json");
    }
}
