package io.exitbench.model;

import io.exitbench.model.TensorSource.Part;
import java.util.List;
import java.util.Map;

/** Weights of Llama as transformers names them. */
record LlamaArchitecture(LlamaConfig config) implements Architecture {

    @Override
    public String resource() {
        return "llama.torchscript";
    }

    @Override
    public Map<String, String> constants() {
        return Map.of(
                "half", Integer.toString(config.headSize() / 2),
                "intermediate", Integer.toString(config.feedForwardSize()),
                "epsilon", Double.toString(config.epsilon()));
    }

    @Override
    public List<Slot> globalSlots() {
        long hidden = config.hiddenSize();
        Slot tokens = Slot.of("embed_tokens.weight", config.vocabularySize(), hidden);
        Slot head = Slot.of("lm_head.weight", config.vocabularySize(), hidden);
        return List.of(
                tokens, config.tiedEmbeddings() ? tokens : head, Slot.of("norm.weight", hidden));
    }

    @Override
    public List<Slot> layerSlots(int layer) {
        long hidden = config.hiddenSize();
        long wide = config.feedForwardSize();
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        String name = "layers." + layer + ".";
        String attention = name + "self_attn.";
        return List.of(
                Slot.of(name + "input_layernorm.weight", hidden),
                Slot.stacked(
                        new Part(attention + "q_proj.weight", queries, hidden),
                        new Part(attention + "k_proj.weight", keys, hidden),
                        new Part(attention + "v_proj.weight", keys, hidden)),
                Slot.of(attention + "o_proj.weight", hidden, queries),
                Slot.of(name + "post_attention_layernorm.weight", hidden),
                Slot.stacked(
                        new Part(name + "mlp.gate_proj.weight", wide, hidden),
                        new Part(name + "mlp.up_proj.weight", wide, hidden)),
                Slot.of(name + "mlp.down_proj.weight", hidden, wide));
    }

    @Override
    public List<float[]> tables(int positions) {
        return List.of(config.rotary().table(positions, config.headSize()));
    }

    @Override
    public List<long[]> tableShapes(int positions) {
        return List.of(new long[] {positions, 2, config.headSize()});
    }

    @Override
    public List<String> prefixes() {
        return List.of("model.");
    }

    @Override
    public boolean hasTiedHead() {
        return config.tiedEmbeddings();
    }
}
