package io.exitbench.result.cost;

/**
 * What each piece of work costs on a model: the weights of its matrix products, each of which one
 * row meets in one multiply-add. Embeddings, norms, biases and attention over the cache are left
 * out, and so is the prefill.
 *
 * @param layer weights of one decoder layer
 * @param projection weights of one layer's key and value projections
 * @param head weights of the LM head, without an exit's own block
 * @param headRow weights of one row of the LM head
 * @param bytesPerWeight of the model's compute type
 */
public record WorkCosts(long layer, long projection, long head, long headRow, int bytesPerWeight) {
    /** Nets of agents are float32 whatever the model is. */
    private static final int BYTES_PER_NET_WEIGHT = Float.BYTES;

    /**
     * @return the same with a byte for each weight
     */
    public WorkCosts inEightBits() {
        return new WorkCosts(layer, projection, head, headRow, 1);
    }

    /**
     * @param work after the prefill
     * @return multiply-adds of its matrix products, those of a head for each row
     */
    public long multiplyAdds(WorkCounts work) {
        return work.layerRows() * layer
                + work.projectionRows() * projection
                + ofHeads(work)
                + work.netMultiplyAdds();
    }

    /**
     * @param work after the prefill
     * @return bytes of weights that it read, each pass once, and a head once for all rows that it
     *     was evaluated for together
     */
    public long bytes(WorkCounts work) {
        long weights =
                work.layerPasses() * layer
                        + work.projectionPasses() * projection
                        + ofHeads(work)
                        - work.sharedHeads() * head;
        return weights * bytesPerWeight + work.netMultiplyAdds() * BYTES_PER_NET_WEIGHT;
    }

    /**
     * As if a head were evaluated for one row at a time: weights and multiply-adds are the same.
     */
    private long ofHeads(WorkCounts work) {
        return work.heads() * head
                + work.partialHeadRows() * headRow
                + work.exitBlockMultiplyAdds()
                + work.previewMultiplyAdds();
    }
}
