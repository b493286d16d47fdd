package io.exitbench.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.HomeFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubNamesTest {
    private static final HomeFolder USER = user("/home/u");

    private static HomeFolder user(String home) {
        Properties system = new Properties();
        system.setProperty("user.home", home);
        return new HomeFolder(system, Map.of());
    }

    @Test
    void aNameMayGiveARevision() {
        assertThat(HubName.parse("meta-llama/Llama-3.2-1B"))
                .contains(new HubName("meta-llama", "Llama-3.2-1B", "main"));
        assertThat(HubName.parse("facebook/opt-125m@refs-1"))
                .contains(new HubName("facebook", "opt-125m", "refs-1"));
        for (String revision :
                List.of("refs/pr/1", "feature/x", "v1.0+cu12", "fix/#12@home", "größer")) {
            assertThat(HubName.parse("owner/model@" + revision))
                    .contains(new HubName("owner", "model", revision));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt",
                "/opt/model",
                "../x",
                "a/..",
                "a/b/c",
                "a/b@",
                "a /b",
                "a/b..c",
                "a/b@/x",
                "a/b@x/",
                "a/b@x//y",
                "a/b@x/../y",
                "a/b@x/.git",
                "a/b@x y",
                "a/b@x?y",
                "a/b@x\\y"
            })
    void otherTextIsNone(String text) {
        assertThat(HubName.parse(text)).isEmpty();
    }

    @Test
    void theEnvironmentIsReadAsByOtherTools() {
        HubEnvironment none = HubEnvironment.of(Map.of("HF_TOKEN", " "), USER);
        assertThat(none)
                .isEqualTo(
                        new HubEnvironment(
                                Path.of("/home/u/.cache/huggingface"),
                                Path.of("/home/u/.cache/huggingface/hub"),
                                URI.create("https://huggingface.co"),
                                Optional.empty(),
                                false));
        HubEnvironment all =
                HubEnvironment.of(
                        Map.of(
                                "HF_HOME", "/hf",
                                "HF_ENDPOINT", "https://mirror.example/",
                                "HF_TOKEN", "secret",
                                "HF_HUB_OFFLINE", "yes"),
                        USER);
        assertThat(all)
                .isEqualTo(
                        new HubEnvironment(
                                Path.of("/hf"),
                                Path.of("/hf/hub"),
                                URI.create("https://mirror.example"),
                                Optional.of("secret"),
                                true));
        assertThat(HubEnvironment.of(Map.of("HF_HUB_CACHE", "/models"), USER).cache())
                .isEqualTo(Path.of("/models"));
        assertThatThrownBy(() -> HubEnvironment.of(Map.of("HF_ENDPOINT", "ftp://x"), USER))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("HF_ENDPOINT");
    }

    @Test
    void aTildeIsTheHomeFolderInEveryVariable() {
        Path home = USER.path("~");
        assertThat(HubEnvironment.of(Map.of("HF_HOME", "~/hf"), USER).cache())
                .isEqualTo(home.resolve("hf/hub"));
        assertThat(HubEnvironment.of(Map.of("HF_HUB_CACHE", "~"), USER).cache()).isEqualTo(home);
        assertThat(HubEnvironment.of(Map.of("XDG_CACHE_HOME", "~/c"), USER).home())
                .isEqualTo(home.resolve("c/huggingface"));
    }

    @Test
    void aTokenIsNotPrinted() {
        assertThat(HubEnvironment.of(Map.of("HF_TOKEN", "secret"), USER).toString())
                .doesNotContain("secret");
    }

    @Test
    void wholeCheckpointsAreChosen() {
        assertThat(
                        choose(
                                "config.json",
                                "tokenizer.json",
                                "model.safetensors",
                                "pytorch_model.bin"))
                .hasValueSatisfying(
                        files ->
                                assertThat(files)
                                        .containsExactly(
                                                "config.json",
                                                "tokenizer.json",
                                                "model.safetensors"));
        assertThat(
                        choose(
                                "config.json",
                                "vocab.json",
                                "merges.txt",
                                "flax_model.msgpack",
                                "pytorch_model.bin.index.json",
                                "exit_blocks.safetensors",
                                "pytorch_model-00002-of-00002.bin",
                                "pytorch_model-00001-of-00002.bin"))
                .hasValueSatisfying(
                        files ->
                                assertThat(files)
                                        .containsExactly(
                                                "config.json",
                                                "vocab.json",
                                                "merges.txt",
                                                "exit_blocks.safetensors",
                                                "pytorch_model-00001-of-00002.bin",
                                                "pytorch_model-00002-of-00002.bin",
                                                "pytorch_model.bin.index.json"));
    }

    @Test
    void whatSaysWhichTokensThereAreAndWhichEndIsTaken() {
        assertThat(
                        choose(
                                "config.json",
                                "vocab.json",
                                "merges.txt",
                                "added_tokens.json",
                                "tokenizer_config.json",
                                "special_tokens_map.json",
                                "generation_config.json",
                                "pytorch_model.bin"))
                .hasValueSatisfying(files -> assertThat(files).hasSize(8));
    }

    @Test
    void aMissingShardOrTokenizerMakesNoCheckpoint() {
        assertThat(
                        choose(
                                "config.json",
                                "tokenizer.json",
                                "model.safetensors.index.json",
                                "model-00001-of-00002.safetensors"))
                .isEmpty();
        assertThat(choose("config.json", "vocab.json", "model.safetensors")).isEmpty();
        assertThat(choose("tokenizer.json", "model.safetensors")).isEmpty();
    }

    private static Optional<java.util.List<String>> choose(String... files) {
        return CheckpointFiles.choose(Set.of(files));
    }
}
