package io.exitbench.strategy;

/**
 * What a full-depth run of one sample predicted at each exit layer of each token.
 *
 * @param exitLayers allowed exits below the last layer, ascending, 1-based
 * @param argmax {@code [tokens][exits]}: the token that each exit layer predicts
 * @param tokens the full model's completion
 * @param label the sample's reference in tokens, as far as its text goes on from the prompt's
 */
public record FullDepthTrace(int[] exitLayers, int[][] argmax, int[] tokens, int[] label) {
    /**
     * @param exitLayers allowed exits below the last layer, ascending, 1-based
     * @param argmax {@code [tokens][exits]}
     * @param tokens the full model's completion, which stands for the label
     */
    public FullDepthTrace(int[] exitLayers, int[][] argmax, int[] tokens) {
        this(exitLayers, argmax, tokens, tokens);
    }

    /**
     * The oracle's choice (DeeBERT and later papers call it the earliest consistent exit).
     *
     * @param tokenIndex generated token, from 0
     * @return the first exit layer that predicts what the last layer predicts, or {@link
     *     Integer#MAX_VALUE} if only the last layer does or the token is beyond the trace
     */
    public int firstAgreeingLayer(int tokenIndex) {
        if (tokenIndex >= tokens.length) {
            return Integer.MAX_VALUE;
        }
        for (int exit = 0; exit < exitLayers.length; exit++) {
            if (argmax[tokenIndex][exit] == tokens[tokenIndex]) {
                return exitLayers[exit];
            }
        }
        return Integer.MAX_VALUE;
    }
}
