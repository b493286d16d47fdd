package io.exitbench.strategy;

/**
 * What may be looked at on an exit layer. Everything but the position is computed when it is asked
 * for, and its time and energy are the strategy's: probabilities cost a product with the LM head,
 * which is not paid twice if the strategy then exits.
 */
public interface Observation {
    /**
     * @return the exit layer, 1-based
     */
    int layer();

    /**
     * @return layers of the full model
     */
    int layers();

    /**
     * @return index of this exit among the allowed ones, from 0
     */
    int exitIndex();

    /**
     * @return 0 for the first generated token
     */
    int tokenIndex();

    /**
     * @return the token this layer predicts
     */
    int argmax();

    /**
     * @return probability of {@link #argmax()}, in (0, 1]
     */
    float topProbability();

    /**
     * @return probability of the first minus that of the second token, in [0, 1]
     */
    float margin();

    /**
     * @return entropy of the predicted distribution in nats
     */
    float entropy();

    /**
     * The same questions, answered among the token's candidates alone (a pruned vocabulary, arXiv
     * 2410.18952). The first exit of a token that is asked this evaluates its whole head, whose K
     * best tokens become the candidates, or, if that was chosen, a preview of it; later exits
     * evaluate the LM head's rows of these K alone, whatever else they are asked. Probabilities are
     * a softmax over the candidates. A token that leaves here is the best candidate, unless {@link
     * #argmax()}, {@link #topProbability()}, {@link #margin()} or {@link #entropy()} were asked for
     * here, too.
     *
     * @return choice and confidence, the entropy in [0, ln K]
     */
    Confidence amongCandidates();

    /**
     * The hidden state before the final norm, copied to the host.
     *
     * @return as many values as the model is wide
     */
    float[] hiddenState();

    /**
     * The same state after the model's final norm, as the LM head reads it, copied to the host.
     *
     * @return as many values as a row of the LM head has
     */
    float[] normalisedState();

    /**
     * The hidden state at this token's previous exit layer.
     *
     * @return as {@link #hiddenState()}, or null at the first exit
     */
    float[] previousHiddenState();
}
