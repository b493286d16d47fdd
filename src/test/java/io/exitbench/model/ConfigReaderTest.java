package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.model.llama.LlamaConfig;
import io.exitbench.model.opt.OptConfig;
import io.exitbench.model.rotary.RotaryEmbedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations with the values and the keys of the published models. */
class ConfigReaderTest {
    private static final String OPT =
            """
            {"_remove_final_layer_norm": false, "activation_dropout": 0.0,
             "activation_function": "relu", "architectures": ["OPTForCausalLM"],
             "attention_dropout": 0.0, "bos_token_id": 2, "do_layer_norm_before": %s,
             "dropout": 0.1, "eos_token_id": 2, "ffn_dim": %d, "hidden_size": %d,
             "init_std": 0.02, "layerdrop": 0.0, "max_position_embeddings": 2048,
             "model_type": "opt", "num_attention_heads": %d, "num_hidden_layers": %d,
             "pad_token_id": 1, "prefix": "</s>", "torch_dtype": "float16", "use_cache": true,
             "vocab_size": 50272, "word_embed_proj_dim": %d}
            """;
    private static final String LLAMA_3_2 =
            """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false,
             "attention_dropout": 0.0, "bos_token_id": 128000, "eos_token_id": 128001,
             "head_dim": %d, "hidden_act": "silu", "hidden_size": %d,
             "initializer_range": 0.02, "intermediate_size": 8192,
             "max_position_embeddings": 131072, "mlp_bias": false, "model_type": "llama",
             "num_attention_heads": %d, "num_hidden_layers": %d, "num_key_value_heads": 8,
             "pretraining_tp": 1, "rms_norm_eps": 1e-05,
             "rope_scaling": {"factor": 32.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
               "original_max_position_embeddings": 8192, "rope_type": "llama3"},
             "rope_theta": 500000.0, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
             "use_cache": true, "vocab_size": 128256}
            """;
    private static final String LLAMA_2 =
            """
            {"architectures": ["LlamaForCausalLM"], "hidden_act": "silu", "hidden_size": 4096,
             "intermediate_size": 11008, "max_position_embeddings": 4096,
             "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 32,
             "num_key_value_heads": 32, "pretraining_tp": 1, "rms_norm_eps": 1e-05,
             "rope_scaling": null, "tie_word_embeddings": false, "torch_dtype": "float16",
             "vocab_size": 32000}
            """;

    @TempDir Path folder;

    private ModelConfig read(String json) throws IOException {
        return ConfigReader.read(Files.writeString(folder.resolve("config.json"), json));
    }

    @ParameterizedTest
    @CsvSource({
        "125m, 12, 768, 12, 768, true, 125.2",
        "350m, 24, 1024, 16, 512, false, 331.2",
        "1.3b, 24, 2048, 32, 2048, true, 1315.8",
        "2.7b, 32, 2560, 32, 2560, true, 2651.6",
        "6.7b, 32, 4096, 32, 4096, true, 6658.5"
    })
    void optOfEverySize(
            String size,
            int layers,
            int hidden,
            int heads,
            int embedding,
            boolean preNorm,
            double millions)
            throws IOException {
        String json = OPT.formatted(preNorm, 4 * hidden, hidden, heads, layers, embedding);
        OptConfig config = (OptConfig) read(json);
        assertThat(config)
                .isEqualTo(
                        new OptConfig(
                                layers,
                                hidden,
                                heads,
                                4 * hidden,
                                embedding,
                                50_272,
                                2048,
                                preNorm,
                                preNorm));
        assertThat(config.headSize()).isEqualTo(hidden / heads);
        assertThat(config.projects()).isEqualTo(size.equals("350m"));
        assertThat(parameters(config)).isCloseTo(millions, within(0.05));
        if (!size.equals("350m")) {
            assertThat(config).isEqualTo(RandomModel.of("random:opt-" + size, folder).config());
        }
    }

    @ParameterizedTest
    @CsvSource({"1b, 16, 2048, 32, 64, 1235.8", "3b, 28, 3072, 24, 128, 3212.7"})
    void llama32(String size, int layers, int hidden, int heads, int headSize, double millions)
            throws IOException {
        ModelConfig config = read(LLAMA_3_2.formatted(headSize, hidden, heads, layers));
        assertThat(config).isEqualTo(RandomModel.of("random:llama-3.2-" + size, folder).config());
        assertThat(config.keyValueHeads()).isEqualTo(8);
        assertThat(parameters(config)).isCloseTo(millions, within(0.05));
    }

    /** The layout that transformers 5 writes. */
    @Test
    void ropeParametersInOnePlaceMeanTheSame() throws IOException {
        String older = LLAMA_3_2.formatted(64, 2048, 32, 16);
        String newer =
                older.replace("\"rope_theta\": 500000.0, ", "")
                        .replace(
                                "\"rope_scaling\": {",
                                "\"rope_parameters\": {\"rope_theta\": 5e5,");
        assertThat(read(newer)).isEqualTo(read(older));
    }

    @Test
    void llama2HasItsOwnDefaults() throws IOException {
        LlamaConfig config = (LlamaConfig) read(LLAMA_2);
        assertThat(config.headSize()).isEqualTo(128);
        assertThat(config.keyValueHeads()).isEqualTo(32);
        assertThat(config.tiedEmbeddings()).isFalse();
        assertThat(config.rotary())
                .isEqualTo(new RotaryEmbedding(10_000, new RotaryEmbedding.None()));
        assertThat(parameters(config)).isCloseTo(6738.4, within(0.05));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"num_key_value_heads\": 32|\"num_key_value_heads\": 5|does not divide",
                "\"hidden_size\": 4096|\"hidden_size\": 16|num_attention_heads = 32 does not divide",
                "\"hidden_size\": 4096|\"hidden_size\": 4100|num_attention_heads = 32 does not divide",
                "\"vocab_size\": 32000|\"vocab_size\": 32000, \"head_dim\": 0|head_dim",
                "\"hidden_act\": \"silu\"|\"hidden_act\": \"gelu\"|hidden_act = gelu",
                "\"rope_scaling\": null|\"rope_scaling\": {\"type\": \"yarn\"}|rope_type \"yarn\"",
                "\"vocab_size\": 32000|\"vocab_size\": -1|vocab_size",
                "\"vocab_size\": 32000|\"vocab_size\": \"many\"|vocab_size",
                "\"hidden_size\": 4096|\"hidden_size\": 4097.5|hidden_size",
                "\"tie_word_embeddings\": false|\"tie_word_embeddings\": 1|tie_word_embeddings = 1",
                "\"tie_word_embeddings\": false|\"attention_bias\": 1|attention_bias = 1"
            })
    void whatIsNotSupportedIsNamed(String from, String to, String complaint) {
        assertThat(LLAMA_2).contains(from);
        assertThatThrownBy(() -> read(LLAMA_2.replace(from, to)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("config.json", complaint);
    }

    /**
     * Neither version of transformers takes the default for these: 4.x reads null as false, which
     * would be another model, and 5.x refuses it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "do_layer_norm_before",
                "tie_word_embeddings",
                "enable_bias",
                "activation_function",
                "layer_norm_elementwise_affine"
            })
    void nullIsNotTheDefaultOfWhatIsTrueOrNamed(String key) throws IOException {
        String json = OPT.formatted(true, 3072, 768, 12, 12, 768);
        assertThatThrownBy(() -> read(withNull(json, key)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("config.json has " + key + " = null", "is supported");
        JsonObject absent = JsonParser.parseString(json).getAsJsonObject();
        absent.remove(key);
        assertThat(read(absent.toString())).isEqualTo(read(json));
    }

    /** As transformers has it; each is the default although the entry is there. */
    @ParameterizedTest
    @ValueSource(strings = {"_remove_final_layer_norm", "word_embed_proj_dim"})
    void nullIsTheDefaultOfOpt(String key) throws IOException {
        String json = OPT.formatted(true, 3072, 768, 12, 12, 768);
        assertThat(read(withNull(json, key))).isEqualTo(read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "num_key_value_heads",
                "head_dim",
                "tie_word_embeddings",
                "rope_scaling",
                "rope_parameters",
                "rope_theta",
                "attention_bias",
                "mlp_bias",
                "partial_rotary_factor"
            })
    void nullIsTheDefaultOfLlama(String key) throws IOException {
        assertThat(read(withNull(LLAMA_2, key))).isEqualTo(read(LLAMA_2));
    }

    private static String withNull(String json, String key) {
        JsonObject object = JsonParser.parseString(json).getAsJsonObject();
        object.add(key, JsonNull.INSTANCE);
        return object.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_type", "hidden_size", "vocab_size", "num_attention_heads"})
    void nullWhereThereIsNoDefaultIsNamed(String key) {
        assertThatThrownBy(() -> read(withNull(LLAMA_2, key)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("config.json", key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rope_type\": null}",
                "{}",
                "{\"type\": null, \"factor\": null}",
                "{\"rope_type\": \"default\", \"rope_theta\": 1e4}",
                "{\"rope_theta\": 1e4, \"partial_rotary_factor\": 1}"
            })
    void thisScalesNothing(String scaling) throws IOException {
        assertThat(read(scaled(scaling))).isEqualTo(read(LLAMA_2));
    }

    @Test
    void theTypeOfTheScalingMayHaveItsOldName() throws IOException {
        String values =
                "\"factor\": 4, \"low_freq_factor\": 1, \"high_freq_factor\": 5,"
                        + " \"original_max_position_embeddings\": 256";
        RotaryEmbedding expected =
                new RotaryEmbedding(1e4, new RotaryEmbedding.Llama3(4, 1, 5, 256));
        for (String type :
                new String[] {
                    "\"type\": \"llama3\"",
                    "\"rope_type\": \"llama3\"",
                    "\"rope_type\": null, \"type\": \"llama3\""
                }) {
            LlamaConfig config = (LlamaConfig) read(scaled("{" + type + ", " + values + "}"));
            assertThat(config.rotary()).isEqualTo(expected);
        }
        assertThatThrownBy(() -> read(scaled("{" + values + "}")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("rope_scaling", "factor, low_freq_factor", "no rope_type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4.0|rope_scaling = 4.0",
                "\"linear\"|rope_scaling = linear",
                "[4]|rope_scaling = [4]",
                "false|rope_scaling = false",
                "{\"factor\": 4.0}|factor but no rope_type",
                "{\"rope_type\": null, \"factor\": 4.0}|factor but no rope_type",
                "{\"type\": \"dynamic\", \"factor\": 4.0}|rope_type \"dynamic\"",
                "{\"rope_type\": \"longrope\", \"factor\": 4.0}|rope_type \"longrope\"",
                "{\"type\": \"linear\"}|\"factor\"",
                "{\"type\": \"linear\", \"factor\": 0}|factor = 0",
                "{\"rope_type\": 4}|rope_type \"4\"",
                "{\"rope_type\": [\"llama3\"]}|llama3",
                "{\"rope_type\": \"llama3\"}|\"factor\"",
                "{\"rope_type\": \"default\", \"partial_rotary_factor\": 0.5}|partial_rotary_factor = 0.5"
            })
    void aScalingThatIsNotUnderstoodIsNamed(String scaling, String complaint) {
        assertThatThrownBy(() -> read(scaled(scaling)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("config.json", complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "rope_type"})
    void positionsMayBeDividedByAFactor(String key) throws IOException {
        LlamaConfig config =
                (LlamaConfig) read(scaled("{\"" + key + "\": \"linear\", \"factor\": 4.0}"));
        assertThat(config.rotary())
                .isEqualTo(new RotaryEmbedding(1e4, new RotaryEmbedding.Linear(4)));
    }

    @Test
    void twoScalingsAreRefused() {
        String both = "{\"rope_type\": \"default\"}, \"rope_parameters\": {\"rope_theta\": 5e5}";
        assertThatThrownBy(() -> read(scaled(both)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("both rope_parameters and rope_scaling");
    }

    private static String scaled(String scaling) {
        return LLAMA_2.replace("\"rope_scaling\": null", "\"rope_scaling\": " + scaling);
    }

    /** Millions of weights, from the very list that the loader reads. */
    static double parameters(ModelConfig config) {
        Architecture architecture = config.architecture();
        long count =
                architecture.globalSlots().stream()
                        .distinct()
                        .mapToLong(ConfigReaderTest::elements)
                        .sum();
        for (Architecture.Slot slot : architecture.layerSlots(0)) {
            count += config.layers() * elements(slot);
        }
        return count / 1e6;
    }

    private static long elements(Architecture.Slot slot) {
        long count = 0;
        for (Architecture.Part part : slot.parts()) {
            long product = 1;
            for (long size : part.shape()) {
                product *= size;
            }
            count += product;
        }
        return count;
    }
}
