package io.exitbench.decode;

/** Counts the work of one completion at a time, for its {@link WorkLedger}. */
final class WorkCounter {
    private long prefillPasses;
    private long prefillRows;
    private long prefillProjectionPasses;
    private long prefillProjectionRows;
    private long layerPasses;
    private long ownRows;
    private long rowsBeforeToken;
    private long catchUpRows;
    private long discardedRows;
    private long projectionPasses;
    private long projectionRows;
    private long heads;
    private long partialHeadRows;
    private long sharedHeads;
    private long exitBlockMultiplyAdds;
    private long nets;
    private long netMultiplyAdds;
    private long previewMultiplyAdds;

    void beginCompletion() {
        prefillPasses = 0;
        prefillRows = 0;
        prefillProjectionPasses = 0;
        prefillProjectionRows = 0;
        beginAgain();
    }

    /** Another completion of the same prompt: what that took stands. */
    void beginAgain() {
        layerPasses = 0;
        ownRows = 0;
        catchUpRows = 0;
        discardedRows = 0;
        projectionPasses = 0;
        projectionRows = 0;
        heads = 0;
        partialHeadRows = 0;
        sharedHeads = 0;
        exitBlockMultiplyAdds = 0;
        nets = 0;
        netMultiplyAdds = 0;
        previewMultiplyAdds = 0;
    }

    void beginToken() {
        rowsBeforeToken = ownRows;
    }

    /** The prompt ran through layers. */
    void prefill(int layers, int rows) {
        prefill(layers, layers, rows);
    }

    /**
     * The prompt ran through layers with other completions' rows.
     *
     * @param passes this completion's share of the passes
     */
    void prefill(int passes, int layers, int rows) {
        prefillPasses += passes;
        prefillRows += (long) layers * rows;
    }

    /** The prompt got the keys and values of layers by projection. */
    void projectPrompt(int layers, int rows) {
        projectPrompt(layers, layers, rows);
    }

    void projectPrompt(int passes, int layers, int rows) {
        prefillProjectionPasses += passes;
        prefillProjectionRows += (long) layers * rows;
    }

    /** The token ran through layers, and others with it. */
    void run(int layers, int others) {
        run(layers, layers, others);
    }

    void run(int passes, int layers, int others) {
        layerPasses += passes;
        ownRows += layers;
        catchUpRows += (long) layers * others;
    }

    /** Earlier tokens ran through layers without the token. */
    void runAgain(int layers, int rows) {
        runAgain(layers, layers, rows);
    }

    void runAgain(int passes, int layers, int rows) {
        layerPasses += passes;
        catchUpRows += (long) layers * rows;
    }

    /** The token got the keys and values of layers by projection. */
    void project(int layers) {
        project(layers, layers);
    }

    void project(int passes, int layers) {
        projectionPasses += passes;
        projectionRows += layers;
    }

    /**
     * @param shared whether its weights were read for another row at the same time, which is
     *     charged with that
     */
    void evaluateHead(long blockMultiplyAdds, boolean shared) {
        heads++;
        sharedHeads += shared ? 1 : 0;
        exitBlockMultiplyAdds += blockMultiplyAdds;
    }

    void evaluateHeadRows(int rows, long blockMultiplyAdds) {
        partialHeadRows += rows;
        exitBlockMultiplyAdds += blockMultiplyAdds;
    }

    /** Candidates were chosen by a preview of the head. */
    void previewHead(long multiplyAdds, long blockMultiplyAdds) {
        previewMultiplyAdds += multiplyAdds;
        exitBlockMultiplyAdds += blockMultiplyAdds;
    }

    void evaluateNet(long multiplyAdds) {
        nets++;
        netMultiplyAdds += multiplyAdds;
    }

    /** The token was not generated: the completion ended instead. */
    void discardToken() {
        discardedRows += ownRows - rowsBeforeToken;
        ownRows = rowsBeforeToken;
    }

    /** Rows of tokens that were run and then thrown away. */
    void discard(int rows) {
        discardedRows += rows;
        ownRows -= rows;
    }

    WorkLedger ledger() {
        return new WorkLedger(
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
                sharedHeads,
                partialHeadRows,
                exitBlockMultiplyAdds,
                nets,
                netMultiplyAdds,
                previewMultiplyAdds);
    }
}
