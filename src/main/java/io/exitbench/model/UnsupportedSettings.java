package io.exitbench.model;

import com.google.gson.JsonElement;
import io.exitbench.ExitBenchException;
import java.util.List;
import java.util.Map;

/**
 * Settings that change the arithmetic of any architecture they appear in, and that no decoder here
 * knows. A model that has one would write something else, so it is refused by the setting's name.
 */
final class UnsupportedSettings {
    private static final String QUANTISED = "quantised weights";
    private static final String EXPERTS = "mixtures of experts";
    private static final String CAPPING = "capped logits";
    private static final String SCALING = "scaled logits and residuals";

    /** What an entry means unless it is {@code null}, {@code false}, 0, 1 or empty. */
    private static final Map<String, String> MEANINGS =
            Map.ofEntries(
                    Map.entry("quantization_config", QUANTISED),
                    Map.entry("compression_config", QUANTISED),
                    Map.entry("num_experts", EXPERTS),
                    Map.entry("num_local_experts", EXPERTS),
                    Map.entry("n_routed_experts", EXPERTS),
                    Map.entry("num_experts_per_tok", EXPERTS),
                    Map.entry("alibi", "ALiBi positions"),
                    Map.entry("use_alibi", "ALiBi positions"),
                    Map.entry("use_mrope", "multimodal rotary positions"),
                    Map.entry("attn_logit_softcapping", CAPPING),
                    Map.entry("final_logit_softcapping", CAPPING),
                    Map.entry("logit_scale", SCALING),
                    Map.entry("logits_scaling", SCALING),
                    Map.entry("residual_multiplier", SCALING),
                    Map.entry("embedding_multiplier", SCALING),
                    Map.entry("attention_multiplier", SCALING),
                    Map.entry("use_parallel_residual", "parallel residuals"),
                    Map.entry("attention_chunk_size", "chunked attention"),
                    Map.entry("is_encoder_decoder", "encoders"),
                    Map.entry("add_cross_attention", "encoders"));

    private static final List<String> WITHOUT_EFFECT =
            List.of("false", "0", "0.0", "1", "1.0", "{}", "[]");

    private UnsupportedSettings() {}

    /**
     * @param config of a model
     * @throws ExitBenchException if it has such a setting
     */
    static void refuse(ConfigFields config) {
        for (String key : config.names()) {
            String meaning = MEANINGS.get(key);
            if (meaning != null && config.get(key).filter(UnsupportedSettings::acts).isPresent()) {
                throw new ExitBenchException(
                        config
                                + " has "
                                + key
                                + " = "
                                + config.text(key, "")
                                + ", but "
                                + meaning
                                + " are not supported; use another checkpoint.");
            }
        }
    }

    private static boolean acts(JsonElement value) {
        return !WITHOUT_EFFECT.contains(
                value.isJsonPrimitive() ? value.getAsString() : value.toString());
    }
}
