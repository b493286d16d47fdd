package io.exitbench.agent.ppo;

/**
 * One fully connected layer of a trained net, y = x W + b.
 *
 * @param inputs length of x
 * @param outputs length of y
 * @param weights W, [inputs × outputs] row-major; shared, not copied
 * @param biases b, [outputs]; shared, not copied
 */
public record DenseLayer(int inputs, int outputs, float[] weights, float[] biases) {
    /**
     * @throws IllegalArgumentException if the arrays do not have the declared sizes
     */
    public DenseLayer {
        if (weights.length != Math.multiplyExact(inputs, outputs) || biases.length != outputs) {
            throw new IllegalArgumentException("weights do not have the declared shape");
        }
    }
}
