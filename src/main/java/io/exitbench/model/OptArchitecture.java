package io.exitbench.model;

import io.exitbench.model.TensorSource.Part;
import java.util.List;
import java.util.Map;

/** Weights of OPT as transformers names them. */
record OptArchitecture(OptConfig config) implements Architecture {

    @Override
    public String resource() {
        return "opt.torchscript";
    }

    @Override
    public Map<String, String> constants() {
        return Map.of(
                "project", Architecture.spelled(config.projects()),
                "pre_norm", Architecture.spelled(config.preNorm()),
                "final_norm", Architecture.spelled(config.finalNorm()),
                "epsilon", Double.toString(OptConfig.EPSILON));
    }

    @Override
    public List<Slot> globalSlots() {
        long hidden = config.hiddenSize();
        long embedding = config.embeddingSize();
        Slot tokens = Slot.of("embed_tokens.weight", config.vocabularySize(), embedding);
        boolean norm = config.finalNorm();
        boolean project = config.projects();
        return List.of(
                tokens,
                tokens,
                // The first two rows belong to padding.
                Slot.of("embed_positions.weight", config.maxPositions() + 2L, hidden),
                norm ? Slot.of("final_layer_norm.weight", hidden) : Slot.none(),
                norm ? Slot.of("final_layer_norm.bias", hidden) : Slot.none(),
                project ? Slot.of("project_in.weight", hidden, embedding) : Slot.none(),
                project ? Slot.of("project_out.weight", embedding, hidden) : Slot.none());
    }

    @Override
    public List<Slot> layerSlots(int layer) {
        long hidden = config.hiddenSize();
        long wide = config.feedForwardSize();
        String name = "layers." + layer + ".";
        String attention = name + "self_attn.";
        return List.of(
                Slot.of(name + "self_attn_layer_norm.weight", hidden),
                Slot.of(name + "self_attn_layer_norm.bias", hidden),
                Slot.stacked(
                        new Part(attention + "q_proj.weight", hidden, hidden),
                        new Part(attention + "k_proj.weight", hidden, hidden),
                        new Part(attention + "v_proj.weight", hidden, hidden)),
                Slot.stacked(
                        new Part(attention + "q_proj.bias", hidden),
                        new Part(attention + "k_proj.bias", hidden),
                        new Part(attention + "v_proj.bias", hidden)),
                Slot.of(attention + "out_proj.weight", hidden, hidden),
                Slot.of(attention + "out_proj.bias", hidden),
                Slot.of(name + "final_layer_norm.weight", hidden),
                Slot.of(name + "final_layer_norm.bias", hidden),
                Slot.of(name + "fc1.weight", wide, hidden),
                Slot.of(name + "fc1.bias", wide),
                Slot.of(name + "fc2.weight", hidden, wide),
                Slot.of(name + "fc2.bias", hidden));
    }

    @Override
    public List<float[]> tables(int positions) {
        return List.of();
    }

    @Override
    public List<long[]> tableShapes(int positions) {
        return List.of();
    }

    @Override
    public List<String> prefixes() {
        return List.of("model.decoder.", "decoder.");
    }

    @Override
    public boolean hasTiedHead() {
        return true;
    }
}
