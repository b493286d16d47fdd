package io.exitbench.model.starcoder;

import io.exitbench.model.TorchSource;
import io.exitbench.model.rotary.RotaryArchitecture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights of StarCoder2 as transformers names them. */
record StarCoder2Architecture(StarCoder2Config config) implements RotaryArchitecture {

    @Override
    public String methods() {
        return RotaryArchitecture.commonMethods()
                + TorchSource.read(StarCoder2Architecture.class, "starcoder2.torchscript");
    }

    @Override
    public Map<String, String> constants() {
        Map<String, String> constants = new HashMap<>(commonConstants(config.biased()));
        constants.put("biased", TorchSource.spelled(config.biased()));
        constants.put("activation", config.activation().torchScript());
        constants.put("epsilon", Double.toString(config.epsilon()));
        return constants;
    }

    @Override
    public List<Slot> globalSlots() {
        List<Slot> slots = new ArrayList<>(embeddingsAndHead());
        slots.add(Slot.of("norm.weight", config.hiddenSize()));
        slots.add(Slot.of("norm.bias", config.hiddenSize()));
        return slots;
    }

    @Override
    public List<Slot> layerSlots(int layer) {
        long hidden = config.hiddenSize();
        long wide = config.shape().feedForwardSize();
        boolean biased = config.biased();
        String name = "layers." + layer + ".";
        String attention = name + "self_attn.";
        return List.of(
                Slot.of(name + "input_layernorm.weight", hidden),
                Slot.of(name + "input_layernorm.bias", hidden),
                projections(attention),
                biased ? projectionBiases(attention) : Slot.none(),
                Slot.of(attention + "o_proj.weight", hidden, config.shape().queryRows()),
                Slot.optional(biased, attention + "o_proj.bias", hidden),
                Slot.of(name + "post_attention_layernorm.weight", hidden),
                Slot.of(name + "post_attention_layernorm.bias", hidden),
                Slot.of(name + "mlp.c_fc.weight", wide, hidden),
                Slot.optional(biased, name + "mlp.c_fc.bias", wide),
                Slot.of(name + "mlp.c_proj.weight", hidden, wide),
                Slot.optional(biased, name + "mlp.c_proj.bias", hidden));
    }
}
