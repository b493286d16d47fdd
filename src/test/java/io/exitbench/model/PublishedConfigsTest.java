package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import io.exitbench.model.llama.LlamaConfig;
import io.exitbench.model.opt.OptConfig;
import io.exitbench.model.rotary.RotaryEmbedding;
import io.exitbench.model.starcoder.StarCoder2Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code models of today: the entries of their files, and as many weights as their pages say. */
class PublishedConfigsTest {
    private static final String QWEN_2_5_CODER =
            """
            {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0,
             "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu",
             "hidden_size": 1536, "initializer_range": 0.02, "intermediate_size": 8960,
             "max_position_embeddings": 32768, "max_window_layers": 28, "model_type": "qwen2",
             "num_attention_heads": 12, "num_hidden_layers": 28, "num_key_value_heads": 2,
             "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 131072,
             "tie_word_embeddings": true, "torch_dtype": "bfloat16", "use_cache": true,
             "use_mrope": false, "use_sliding_window": false, "vocab_size": 151936}
            """;
    private static final String QWEN_3 =
            """
            {"architectures": ["Qwen3ForCausalLM"], "attention_bias": false,
             "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151645,
             "head_dim": 128, "hidden_act": "silu", "hidden_size": 2048,
             "intermediate_size": 6144, "max_position_embeddings": 40960,
             "max_window_layers": 28, "model_type": "qwen3", "num_attention_heads": 16,
             "num_hidden_layers": 28, "num_key_value_heads": 8, "rms_norm_eps": 1e-06,
             "rope_scaling": null, "rope_theta": 1000000, "sliding_window": null,
             "tie_word_embeddings": true, "torch_dtype": "bfloat16",
             "use_sliding_window": false, "vocab_size": 151936}
            """;
    private static final String STARCODER_2 =
            """
            {"architectures": ["Starcoder2ForCausalLM"], "attention_dropout": 0.1,
             "residual_dropout": 0.1, "embedding_dropout": 0.1, "bos_token_id": 0,
             "eos_token_id": 0, "hidden_act": "gelu_pytorch_tanh", "hidden_size": 3072,
             "initializer_range": 0.018042, "intermediate_size": 12288,
             "max_position_embeddings": 16384, "mlp_type": "default",
             "model_type": "starcoder2", "norm_epsilon": 1e-05, "norm_type": "layer_norm",
             "num_attention_heads": 24, "num_hidden_layers": 30, "num_key_value_heads": 2,
             "rope_theta": 999999.4420358813, "sliding_window": 4096, "use_bias": true,
             "vocab_size": 49152}
            """;
    private static final String DEEPSEEK_CODER =
            """
            {"architectures": ["LlamaForCausalLM"], "bos_token_id": 32013,
             "eos_token_id": 32014, "hidden_act": "silu", "hidden_size": 2048,
             "intermediate_size": 5504, "max_position_embeddings": 16384,
             "model_type": "llama", "num_attention_heads": 16, "num_hidden_layers": 24,
             "num_key_value_heads": 16, "pretraining_tp": 1, "rms_norm_eps": 1e-06,
             "rope_scaling": {"factor": 4.0, "type": "linear"}, "rope_theta": 100000,
             "tie_word_embeddings": false, "torch_dtype": "bfloat16", "vocab_size": 32256}
            """;
    private static final String MISTRAL =
            """
            {"architectures": ["MistralForCausalLM"], "bos_token_id": 1, "eos_token_id": 2,
             "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 14336,
             "max_position_embeddings": 32768, "model_type": "mistral",
             "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
             "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "sliding_window": 4096,
             "tie_word_embeddings": false, "vocab_size": 32000}
            """;
    private static final String GALACTICA =
            """
            {"_remove_final_layer_norm": false, "activation_function": "gelu",
             "architectures": ["OPTForCausalLM"], "do_layer_norm_before": true,
             "enable_bias": false, "ffn_dim": 8192, "hidden_size": 2048,
             "layer_norm_elementwise_affine": false, "max_position_embeddings": 2048,
             "model_type": "opt", "num_attention_heads": 32, "num_hidden_layers": 24,
             "vocab_size": 50000, "word_embed_proj_dim": 2048}
            """;

    @TempDir Path folder;

    private ModelConfig read(String json) throws IOException {
        return ConfigReader.read(Files.writeString(folder.resolve("config.json"), json));
    }

    /** Of two entries of one name the last one counts. */
    private static String with(String json, String entries) {
        return json.strip().replaceFirst("}$", ", " + entries + "}");
    }

    private ModelConfig shape(String name) {
        return RandomModel.of("random:" + name, folder).config();
    }

    @Test
    void qwen25Coder() throws IOException {
        ModelConfig config = read(QWEN_2_5_CODER);
        assertThat(config).isEqualTo(shape("qwen2.5-coder-1.5b"));
        assertThat(ConfigReaderTest.parameters(config)).isCloseTo(1543.714304, within(1e-6));
    }

    @Test
    void qwen3() throws IOException {
        ModelConfig config = read(QWEN_3);
        assertThat(config).isEqualTo(shape("qwen3-1.7b"));
        assertThat(ConfigReaderTest.parameters(config)).isCloseTo(1720.574976, within(1e-6));
    }

    @Test
    void starCoder2() throws IOException {
        ModelConfig config = read(STARCODER_2);
        assertThat(config).isEqualTo(shape("starcoder2-3b"));
        assertThat(ConfigReaderTest.parameters(config)).isCloseTo(3030.371328, within(1e-6));
        StarCoder2Config everySeen =
                (StarCoder2Config)
                        read(STARCODER_2.replace("\"sliding_window\": 4096", "\"a\": 0"));
        assertThat(everySeen.slidingWindow()).isEqualTo(SlidingWindow.NONE);
    }

    @Test
    void deepSeekCoder() throws IOException {
        LlamaConfig config = (LlamaConfig) read(DEEPSEEK_CODER);
        assertThat(config.rotary())
                .isEqualTo(new RotaryEmbedding(1e5, new RotaryEmbedding.Linear(4)));
        assertThat(ConfigReaderTest.parameters(config)).isCloseTo(1346.471936, within(1e-6));
    }

    /** Absent, the window of Mistral is 4096; {@code null}, there is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {"-|4096", "\"sliding_window\": null,|0", "\"sliding_window\": 8,|8"})
    void mistral(String entry, int width) throws IOException {
        String json = MISTRAL.replace("\"sliding_window\": 4096,", entry == null ? "" : entry);
        LlamaConfig config = (LlamaConfig) read(json);
        assertThat(config.slidingWindow()).isEqualTo(SlidingWindow.inAll(32, width));
        assertThat(ConfigReaderTest.parameters(config)).isCloseTo(7241.732096, within(1e-6));
    }

    @Test
    void galactica() throws IOException {
        OptConfig config = (OptConfig) read(GALACTICA);
        assertThat(config.activation()).isEqualTo(Activation.GELU);
        assertThat(config.biased() || config.affineNorms()).isFalse();
        // Embeddings and positions, and twelve squares a layer.
        double millions = (50_000 + 2050) * 2048 / 1e6 + 24 * 12 * 2048.0 * 2048 / 1e6;
        assertThat(ConfigReaderTest.parameters(config)).isCloseTo(millions, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"use_sliding_window\": true, \"max_window_layers\": 26|131072|26 27",
                "\"use_sliding_window\": true, \"max_window_layers\": 0, \"num_hidden_layers\": 2|131072|0 1",
                "\"use_sliding_window\": true|131072|''",
                "\"max_window_layers\": 5|0|''",
                "\"use_sliding_window\": true, \"max_window_layers\": 9, \"num_hidden_layers\": 2, \"layer_types\": [\"sliding_attention\", \"full_attention\"]|131072|0"
            })
    void layersOfQwenMayHaveAWindow(String entries, int width, String layers) throws IOException {
        SlidingWindow window = ((LlamaConfig) read(with(QWEN_2_5_CODER, entries))).slidingWindow();
        assertThat(window.width()).isEqualTo(width);
        assertThat(window.layers().stream().sorted().map(String::valueOf))
                .isEqualTo(layers.isEmpty() ? List.of() : List.of(layers.split(" ")));
    }

    /** Whatever of these a file has, it is named, and no other model is run in its place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"num_experts\": 60|num_experts = 60|experts",
                "\"num_local_experts\": 8|num_local_experts = 8|experts",
                "\"quantization_config\": {\"quant_method\": \"gptq\"}|gptq|quantised weights",
                "\"rope_scaling\": {\"type\": \"yarn\", \"factor\": 4.0}|rope_type \"yarn\"|linear",
                "\"rope_scaling\": {\"type\": \"mrope\", \"mrope_section\": [1]}|mrope|linear",
                "\"alibi\": true|alibi = true|ALiBi",
                "\"partial_rotary_factor\": 0.5|partial_rotary_factor = 0.5|only 1",
                "\"attn_logit_softcapping\": 50.0|attn_logit_softcapping = 50.0|capped",
                "\"final_logit_softcapping\": 30.0|final_logit_softcapping = 30.0|capped",
                "\"layer_types\": [\"linear_attention\"]|layer_types|28 types",
                "\"layer_types\": 4|layer_types = 4|28 types",
                "\"hidden_act\": \"relu\"|hidden_act = relu|silu",
                "\"use_mrope\": true|use_mrope = true|multimodal"
            })
    void whatIsNotSupportedIsNamed(String entry, String named, String reason) {
        assertThatThrownBy(() -> read(with(QWEN_2_5_CODER, entry)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("config.json", named, reason)
                .message()
                .hasLineCount(1)
                .endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({"gpt_bigcode", "qwen2_moe", "mixtral", "bloom", "deepseek_v2"})
    void anotherArchitectureIsNamedAndAllThatThereAreAreListed(String type) {
        assertThatThrownBy(() -> read("{\"model_type\": \"" + type + "\"}"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll(
                        type, "llama, mistral, opt, qwen2, qwen3 and starcoder2 are supported.");
    }

    @Test
    void settingsWithoutEffectAreNotRefused() throws IOException {
        List<String> harmless =
                List.of(
                        "\"quantization_config\": null",
                        "\"num_experts\": 0",
                        "\"alibi\": false",
                        "\"layer_types\": null",
                        "\"rope_parameters\": null");
        for (String entry : harmless) {
            assertThat(read(with(QWEN_2_5_CODER, entry))).isEqualTo(shape("qwen2.5-coder-1.5b"));
        }
    }
}
