package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A {@link HeadPreview} as kernels read it.
 *
 * @param rank how many directions
 * @param directions {@code [rank, hidden]}
 * @param loadings {@code [rank / 8, vocabulary, 8]}
 * @param constants {@code [vocabulary]}
 */
record FusedPreview(int rank, NDArray directions, NDArray loadings, NDArray constants) {
    /**
     * @param preview of a model
     * @param owner of what is made
     */
    static FusedPreview of(HeadPreview preview, NDManager owner) {
        return new FusedPreview(
                preview.rank(),
                preview.directions(),
                preview.loadingsByEights(owner),
                preview.constants());
    }
}
