package io.exitbench.suite.measure;

/** A strategy did what it must not; its run ends, the others go on. */
final class StrategyFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sampleId;

    /**
     * @param sampleId at which it happened
     * @param reason one sentence that names the strategy
     * @param cause or null
     */
    StrategyFailure(String sampleId, String reason, Throwable cause) {
        super(reason, cause);
        this.sampleId = sampleId;
    }

    String sampleId() {
        return sampleId;
    }
}
