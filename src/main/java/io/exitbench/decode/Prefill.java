package io.exitbench.decode;

/**
 * How deep the prompt is run before the first token.
 *
 * @param depth layers, or {@link #FULL}
 */
public record Prefill(int depth) {
    /** Every layer: no early exit before the first generated token. */
    public static final Prefill FULL = new Prefill(Integer.MAX_VALUE);

    int layers(int modelLayers) {
        return Math.min(depth, modelLayers);
    }
}
