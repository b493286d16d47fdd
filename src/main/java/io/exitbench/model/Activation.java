package io.exitbench.model;

/** What stands between the two products of a feed-forward network without a gate. */
public enum Activation {
    /** {@code max(0, x)}. */
    RELU("torch.relu(x)"),
    /** {@code x} times the normal distribution function (arXiv 1606.08415). */
    GELU("torch.gelu(x, approximate=\"none\")"),
    /** Its approximation by the hyperbolic tangent, from the same paper. */
    GELU_TANH("torch.gelu(x, approximate=\"tanh\")");

    private final String torchScript;

    Activation(String torchScript) {
        this.torchScript = torchScript;
    }

    /**
     * Reads an activation.
     *
     * @param config of the model
     * @param key of the activation
     * @param absent what it is if the key is not there
     * @return the activation that the key names
     * @throws io.exitbench.ExitBenchException if it is another one
     */
    public static Activation read(ConfigFields config, String key, String absent) {
        return switch (config.isNull(key) ? "null" : config.text(key, absent)) {
            case "relu" -> RELU;
            case "gelu" -> GELU;
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> GELU_TANH;
            default ->
                    throw config.unsupported(
                            key, "relu, gelu, gelu_new, gelu_fast or gelu_pytorch_tanh");
        };
    }

    /**
     * @return an expression of {@code x}
     */
    public String torchScript() {
        return torchScript;
    }
}
