package io.exitbench.metric;

/**
 * Exact Match in per cent: 100 where the completed line is the expected one, else 0.
 *
 * @param protocol what happens to the texts first and what counts as equal
 */
public record ExactMatch(LineProtocol protocol) implements MeanMetric {
    /** Exact Match of the CodeXGLUE line evaluator. */
    public ExactMatch() {
        this(LineProtocol.EVALUATOR);
    }

    @Override
    public String name() {
        return "exact_match" + protocol.suffix();
    }

    @Override
    public String signature() {
        return "EM|protocol:"
                + (protocol == LineProtocol.EVALUATOR
                        ? "codexglue-line-evaluator|tok:whitespace"
                        : "codexglue-run_lm|tok:none")
                + "|post:"
                + protocol.processing()
                + "|version:1";
    }

    @Override
    public double sample(String prediction, String reference) {
        return protocol.same(protocol.prediction(prediction), protocol.reference(reference))
                ? 100
                : 0;
    }
}
