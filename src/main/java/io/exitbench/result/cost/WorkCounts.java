package io.exitbench.result.cost;

/**
 * What one completion, or a run's together, made the model compute. A layer pass reads the weights
 * of one layer once, for however many rows; a layer row is one row through one layer.
 *
 * @param prefillPasses layer passes of the prompt, but for its last token
 * @param prefillRows layer rows of the same
 * @param prefillProjectionPasses layers whose keys and values the prompt got by projection alone
 * @param prefillProjectionRows rows of the same
 * @param layerPasses layer passes after the prefill
 * @param ownRows layer rows of generated tokens, each up to where it left
 * @param catchUpRows layer rows of earlier tokens that were run again or later
 * @param discardedRows layer rows of the token for which the strategy ended the completion instead
 * @param projectionPasses layers whose keys and values a token got by projection alone
 * @param projectionRows rows of the same
 * @param heads evaluations of the whole LM head, each for one row
 * @param partialHeadRows rows of the LM head that were evaluated for a few candidates alone
 * @param exitBlockMultiplyAdds multiply-adds of exits' own blocks before the head
 * @param nets evaluations of a net of an agent
 * @param netMultiplyAdds multiply-adds of the same
 * @param sharedHeads of the evaluations of the LM head, those for which its weights were read
 *     together with another row's: of the same batch, or of drafts that are verified
 * @param previewMultiplyAdds multiply-adds of previews of the LM head that chose candidates
 */
public record WorkCounts(
        long prefillPasses,
        long prefillRows,
        long prefillProjectionPasses,
        long prefillProjectionRows,
        long layerPasses,
        long ownRows,
        long catchUpRows,
        long discardedRows,
        long projectionPasses,
        long projectionRows,
        long heads,
        long partialHeadRows,
        long exitBlockMultiplyAdds,
        long nets,
        long netMultiplyAdds,
        long sharedHeads,
        long previewMultiplyAdds) {
    /** No work. */
    public static final WorkCounts NONE =
            new WorkCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of one completion at a time, where no head is shared and none previewed. */
    public WorkCounts(
            long prefillPasses,
            long prefillRows,
            long prefillProjectionPasses,
            long prefillProjectionRows,
            long layerPasses,
            long ownRows,
            long catchUpRows,
            long discardedRows,
            long projectionPasses,
            long projectionRows,
            long heads,
            long partialHeadRows,
            long exitBlockMultiplyAdds,
            long nets,
            long netMultiplyAdds) {
        this(
                prefillPasses,
                prefillRows,
                prefillProjectionPasses,
                prefillProjectionRows,
                layerPasses,
                ownRows,
                catchUpRows,
                discardedRows,
                projectionPasses,
                projectionRows,
                heads,
                partialHeadRows,
                exitBlockMultiplyAdds,
                nets,
                netMultiplyAdds,
                0,
                0);
    }

    /**
     * @return all layer rows after the prefill: own, caught up and thrown away
     */
    public long layerRows() {
        return ownRows + catchUpRows + discardedRows;
    }

    /**
     * @param other more work
     * @return both together
     */
    public WorkCounts plus(WorkCounts other) {
        return new WorkCounts(
                prefillPasses + other.prefillPasses,
                prefillRows + other.prefillRows,
                prefillProjectionPasses + other.prefillProjectionPasses,
                prefillProjectionRows + other.prefillProjectionRows,
                layerPasses + other.layerPasses,
                ownRows + other.ownRows,
                catchUpRows + other.catchUpRows,
                discardedRows + other.discardedRows,
                projectionPasses + other.projectionPasses,
                projectionRows + other.projectionRows,
                heads + other.heads,
                partialHeadRows + other.partialHeadRows,
                exitBlockMultiplyAdds + other.exitBlockMultiplyAdds,
                nets + other.nets,
                netMultiplyAdds + other.netMultiplyAdds,
                sharedHeads + other.sharedHeads,
                previewMultiplyAdds + other.previewMultiplyAdds);
    }
}
