package io.exitbench.model.llama;

import io.exitbench.model.FusedLayers;
import io.exitbench.model.TorchSource;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.RotaryArchitecture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weights of Llama and its descendants as transformers names them. */
record LlamaArchitecture(LlamaConfig config) implements RotaryArchitecture {

    @Override
    public String methods() {
        return RotaryArchitecture.commonMethods()
                + TorchSource.read(LlamaArchitecture.class, "llama.torchscript");
    }

    @Override
    public Map<String, String> constants() {
        LlamaConfig.Biases biases = config.biases();
        Map<String, String> constants = new HashMap<>(commonConstants(biases.projections()));
        constants.put("intermediate", Integer.toString(config.shape().feedForwardSize()));
        constants.put("epsilon", Double.toString(config.epsilon()));
        constants.put("head_norms", TorchSource.spelled(config.headNorms()));
        constants.put("output_bias", TorchSource.spelled(biases.attentionOutput()));
        constants.put("feed_forward_bias", TorchSource.spelled(biases.feedForward()));
        return constants;
    }

    @Override
    public List<Slot> globalSlots() {
        List<Slot> slots = new ArrayList<>(embeddingsAndHead());
        slots.add(Slot.of("norm.weight", config.hiddenSize()));
        return slots;
    }

    @Override
    public List<Slot> layerSlots(int layer) {
        DecoderShape shape = config.shape();
        LlamaConfig.Biases biases = config.biases();
        long hidden = shape.hiddenSize();
        long wide = shape.feedForwardSize();
        String name = "layers." + layer + ".";
        String attention = name + "self_attn.";
        String gate = name + "mlp.gate_proj";
        String up = name + "mlp.up_proj";
        return List.of(
                Slot.of(name + "input_layernorm.weight", hidden),
                projections(attention),
                biases.projections() ? projectionBiases(attention) : Slot.none(),
                Slot.optional(config.headNorms(), attention + "q_norm.weight", shape.headSize()),
                Slot.optional(config.headNorms(), attention + "k_norm.weight", shape.headSize()),
                Slot.of(attention + "o_proj.weight", hidden, shape.queryRows()),
                Slot.optional(biases.attentionOutput(), attention + "o_proj.bias", hidden),
                Slot.of(name + "post_attention_layernorm.weight", hidden),
                Slot.stacked(
                        new Part(gate + ".weight", wide, hidden),
                        new Part(up + ".weight", wide, hidden)),
                biases.feedForward()
                        ? Slot.stacked(new Part(gate + ".bias", wide), new Part(up + ".bias", wide))
                        : Slot.none(),
                Slot.of(name + "mlp.down_proj.weight", hidden, wide),
                Slot.optional(biases.feedForward(), name + "mlp.down_proj.bias", hidden));
    }

    /** Not where heads are normalised (Qwen3) or see only the last tokens (Mistral). */
    @Override
    public Optional<FusedLayers> fusedLayers() {
        if (config.headNorms() || config.slidingWindow().width() > 0) {
            return Optional.empty();
        }
        LlamaConfig.Biases biases = config.biases();
        return Optional.of(
                new FusedLayers(
                        FusedLayers.Norm.ROOT_MEAN_SQUARE,
                        FusedLayers.FeedForward.GATED,
                        FusedLayers.Positions.ROTARY,
                        new FusedLayers.Biases(
                                biases.projections(),
                                biases.attentionOutput(),
                                biases.feedForward()),
                        config.shape().feedForwardSize(),
                        config.epsilon(),
                        new FusedLayers.LayerSlots(
                                List.of(0, 0),
                                List.of(1, 2),
                                List.of(5, 6),
                                List.of(7, 7),
                                List.of(8, 9),
                                List.of(10, 11)),
                        new FusedLayers.EndSlots(List.of(2, 2), 3)));
    }
}
