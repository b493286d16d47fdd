package io.exitbench.model.rotary;

import io.exitbench.model.Architecture;
import io.exitbench.model.TorchSource;
import java.util.List;
import java.util.Map;

/** Weights and methods of decoders with rotary position embeddings, as transformers names them. */
public interface RotaryArchitecture extends Architecture {
    @Override
    RotaryConfig config();

    /**
     * @return TorchScript that every such decoder needs
     */
    static String commonMethods() {
        return TorchSource.read(RotaryArchitecture.class, "rotary.torchscript");
    }

    /**
     * @return the embedding table and the LM head, which may be the same place
     */
    default List<Slot> embeddingsAndHead() {
        long entries = config().vocabularySize();
        long hidden = config().hiddenSize();
        Slot tokens = Slot.of("embed_tokens.weight", entries, hidden);
        boolean tied = config().tiedEmbeddings();
        return List.of(tokens, tied ? tokens : Slot.of("lm_head.weight", entries, hidden));
    }

    /**
     * @param attention beginning of the names of a layer's attention
     * @return the stacked projections to queries, keys and values
     */
    default Slot projections(String attention) {
        long hidden = config().hiddenSize();
        DecoderShape shape = config().shape();
        return Slot.stacked(
                new Part(attention + "q_proj.weight", shape.queryRows(), hidden),
                new Part(attention + "k_proj.weight", shape.keyRows(), hidden),
                new Part(attention + "v_proj.weight", shape.keyRows(), hidden));
    }

    /**
     * @param attention beginning of the names of a layer's attention
     * @return the stacked biases of {@link #projections}
     */
    default Slot projectionBiases(String attention) {
        DecoderShape shape = config().shape();
        return Slot.stacked(
                new Part(attention + "q_proj.bias", shape.queryRows()),
                new Part(attention + "k_proj.bias", shape.keyRows()),
                new Part(attention + "v_proj.bias", shape.keyRows()));
    }

    /**
     * Words of {@link #commonMethods}.
     *
     * @param biased whether queries, keys and values have biases
     * @return what stands for each word in the TorchScript source
     */
    default Map<String, String> commonConstants(boolean biased) {
        DecoderShape shape = config().shape();
        return Map.of(
                "half", Integer.toString(shape.headSize() / 2),
                "query_rows", Long.toString(shape.queryRows()),
                "key_value_rows", Long.toString(2 * shape.keyRows()),
                "projection_bias", TorchSource.spelled(biased));
    }

    @Override
    default List<float[]> tables(int positions) {
        return List.of(config().rotary().table(positions, config().headSize()));
    }

    @Override
    default List<long[]> tableShapes(int positions) {
        return List.of(new long[] {positions, 2, config().headSize()});
    }

    @Override
    default List<String> prefixes() {
        return List.of("model.");
    }

    @Override
    default boolean hasTiedHead() {
        return config().tiedEmbeddings();
    }
}
