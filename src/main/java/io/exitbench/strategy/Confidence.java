package io.exitbench.strategy;

/**
 * What an exit says of the next token: its choice and three measures of how sure it is.
 *
 * @param argmax the most probable token
 * @param topProbability its probability, in (0, 1]
 * @param margin over the second most probable token's probability, in [0, 1]
 * @param entropy of the distribution in nats, at least 0
 */
public record Confidence(int argmax, float topProbability, float margin, float entropy) {
    /**
     * @param token another choice
     * @return the same with it
     */
    public Confidence choosing(int token) {
        return new Confidence(token, topProbability, margin, entropy);
    }
}
