package io.exitbench.decode;

/**
 * What one completion made the model compute, in counts that depend on no machine. A layer pass
 * reads the weights of one layer once, for however many rows; a layer row is one row through one
 * layer. Where weights are what memory has to deliver, passes cost; where arithmetic is, rows do.
 * Completions of a batch share passes: each is charged with its part, in whole numbers, so that all
 * their passes together are those that were made.
 *
 * @param prefillPasses layer passes of the prompt, but for its last token
 * @param prefillRows layer rows of the same
 * @param prefillProjectionPasses layers whose keys and values the prompt got by projection alone
 * @param prefillProjectionRows rows of the same
 * @param layerPasses layer passes after the prefill
 * @param ownRows layer rows of generated tokens, each up to where it left
 * @param catchUpRows layer rows of earlier tokens, the prompt's among them, that were run again or
 *     later
 * @param discardedRows layer rows of the token for which the strategy ended the completion instead
 * @param projectionPasses layers whose keys and values a token got by projection alone
 * @param projectionRows rows of the same
 * @param heads evaluations of the whole LM head, each for one row, at most one for each exit
 * @param sharedHeads of these, evaluations for which the weights were read together with another
 *     row (of the batch, or of drafts that are verified)
 * @param partialHeadRows rows of the LM head that were evaluated for a few candidates alone
 * @param exitBlockMultiplyAdds multiply-adds of exits' own blocks before the head
 * @param nets evaluations of a net of an agent
 * @param netMultiplyAdds multiply-adds of the same
 * @param previewMultiplyAdds multiply-adds of previews of the LM head that chose candidates
 */
public record WorkLedger(
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
        long sharedHeads,
        long partialHeadRows,
        long exitBlockMultiplyAdds,
        long nets,
        long netMultiplyAdds,
        long previewMultiplyAdds) {}
