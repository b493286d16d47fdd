package io.exitbench.model;

import java.util.List;

/**
 * What the kernels for a few rows ({@code cuda/rows.cu}) have to know of an architecture that they
 * can compute: norm, queries, keys and values, attention, output product, norm, and two products
 * with an activation between them, each with what it is added to.
 *
 * @param norm of both places in a layer and of the last one
 * @param feedForward between the feed-forward's products
 * @param positions how a token's place enters
 * @param biases which products have them
 * @param wide width between the feed-forward's products
 * @param epsilon of every norm
 * @param layer where a layer's weights stand among its slots
 * @param end where the weights outside the layers stand
 */
public record FusedLayers(
        Norm norm,
        FeedForward feedForward,
        Positions positions,
        Biases biases,
        int wide,
        double epsilon,
        LayerSlots layer,
        EndSlots end) {

    /** Kinds of norm. */
    public enum Norm {
        /** Mean and variance, gain and bias. */
        LAYER,
        /** Root mean square and gain. */
        ROOT_MEAN_SQUARE
    }

    /** Kinds of feed-forward. */
    public enum FeedForward {
        /** ReLU between two products. */
        RELU,
        /** The sigmoid-weighted first half of a product times its second half. */
        GATED
    }

    /** Kinds of positions. */
    public enum Positions {
        /** A table that is added to the embeddings, whose first two rows belong to padding. */
        LEARNED,
        /** Rotation of queries and keys, from a table of cosines and sines. */
        ROTARY
    }

    /**
     * @param heads of queries, keys and values
     * @param output of attention's product
     * @param feedForward of both products there
     */
    public record Biases(boolean heads, boolean output, boolean feedForward) {}

    /**
     * Places among a layer's slots; one that the model leaves empty stands for nothing.
     *
     * @param firstNorm gain, then bias
     * @param heads weight, then bias
     * @param output weight, then bias
     * @param secondNorm gain, then bias
     * @param widening weight, then bias
     * @param narrowing weight, then bias
     */
    public record LayerSlots(
            List<Integer> firstNorm,
            List<Integer> heads,
            List<Integer> output,
            List<Integer> secondNorm,
            List<Integer> widening,
            List<Integer> narrowing) {}

    /**
     * Places among the slots outside the layers.
     *
     * @param norm gain, then bias
     * @param positions the table of positions or of rotations
     */
    public record EndSlots(List<Integer> norm, int positions) {}
}
