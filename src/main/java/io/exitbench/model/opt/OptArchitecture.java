package io.exitbench.model.opt;

import io.exitbench.model.Activation;
import io.exitbench.model.Architecture;
import io.exitbench.model.FusedLayers;
import io.exitbench.model.TorchSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weights of OPT as transformers names them. */
record OptArchitecture(OptConfig config) implements Architecture {

    @Override
    public String methods() {
        return TorchSource.read(OptArchitecture.class, "opt.torchscript");
    }

    @Override
    public Map<String, String> constants() {
        return Map.of(
                "project", TorchSource.spelled(config.projects()),
                "pre_norm", TorchSource.spelled(config.preNorm()),
                "final_norm", TorchSource.spelled(config.finalNorm()),
                "biased", TorchSource.spelled(config.biased()),
                "affine_norms", TorchSource.spelled(config.affineNorms()),
                "activation", config.activation().torchScript(),
                "epsilon", Double.toString(OptConfig.EPSILON));
    }

    @Override
    public List<Slot> globalSlots() {
        long hidden = config.hiddenSize();
        long embedding = config.embeddingSize();
        Slot tokens = Slot.of("embed_tokens.weight", config.vocabularySize(), embedding);
        boolean norm = config.finalNorm() && config.affineNorms();
        boolean project = config.projects();
        return List.of(
                tokens,
                config.tiedEmbeddings()
                        ? tokens
                        : Slot.of("lm_head.weight", config.vocabularySize(), embedding),
                // The first two rows belong to padding.
                Slot.of("embed_positions.weight", config.maxPositions() + 2L, hidden),
                Slot.optional(norm, "final_layer_norm.weight", hidden),
                Slot.optional(norm, "final_layer_norm.bias", hidden),
                Slot.optional(project, "project_in.weight", hidden, embedding),
                Slot.optional(project, "project_out.weight", embedding, hidden));
    }

    @Override
    public List<Slot> layerSlots(int layer) {
        long hidden = config.hiddenSize();
        long wide = config.feedForwardSize();
        boolean affine = config.affineNorms();
        boolean biased = config.biased();
        String name = "layers." + layer + ".";
        String attention = name + "self_attn.";
        return List.of(
                Slot.optional(affine, name + "self_attn_layer_norm.weight", hidden),
                Slot.optional(affine, name + "self_attn_layer_norm.bias", hidden),
                Slot.stacked(
                        new Part(attention + "q_proj.weight", hidden, hidden),
                        new Part(attention + "k_proj.weight", hidden, hidden),
                        new Part(attention + "v_proj.weight", hidden, hidden)),
                biased
                        ? Slot.stacked(
                                new Part(attention + "q_proj.bias", hidden),
                                new Part(attention + "k_proj.bias", hidden),
                                new Part(attention + "v_proj.bias", hidden))
                        : Slot.none(),
                Slot.of(attention + "out_proj.weight", hidden, hidden),
                Slot.optional(biased, attention + "out_proj.bias", hidden),
                Slot.optional(affine, name + "final_layer_norm.weight", hidden),
                Slot.optional(affine, name + "final_layer_norm.bias", hidden),
                Slot.of(name + "fc1.weight", wide, hidden),
                Slot.optional(biased, name + "fc1.bias", wide),
                Slot.of(name + "fc2.weight", hidden, wide),
                Slot.optional(biased, name + "fc2.bias", hidden));
    }

    /** Not for OPT-350M with its projections and late norms, nor for Galactica's GELU. */
    @Override
    public Optional<FusedLayers> fusedLayers() {
        boolean plain = config.preNorm() && config.finalNorm() && !config.projects();
        if (!plain || !config.affineNorms() || config.activation() != Activation.RELU) {
            return Optional.empty();
        }
        boolean biased = config.biased();
        return Optional.of(
                new FusedLayers(
                        FusedLayers.Norm.LAYER,
                        FusedLayers.FeedForward.RELU,
                        FusedLayers.Positions.LEARNED,
                        new FusedLayers.Biases(biased, biased, biased),
                        config.feedForwardSize(),
                        OptConfig.EPSILON,
                        new FusedLayers.LayerSlots(
                                List.of(0, 1),
                                List.of(2, 3),
                                List.of(4, 5),
                                List.of(6, 7),
                                List.of(8, 9),
                                List.of(10, 11)),
                        new FusedLayers.EndSlots(List.of(3, 4), 2)));
    }

    @Override
    public List<String> prefixes() {
        return List.of("model.decoder.", "decoder.");
    }

    @Override
    public boolean hasTiedHead() {
        return config.tiedEmbeddings();
    }
}
