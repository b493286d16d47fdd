package io.exitbench.metric;

/**
 * What a sample scores where the definition divides by zero: neither text has anything that the
 * metric counts, as with ROUGE and two lines of punctuation.
 */
public enum Undefined {
    /** 0, as in torchmetrics and sacreBLEU; a correct line can then score 0. */
    ZERO("zero"),
    /** 100 where the texts are equal, else 0, so that a correct line always scores 100. */
    EQUALITY("equality");

    private final String signature;

    Undefined(String signature) {
        this.signature = signature;
    }

    String signature() {
        return signature;
    }

    double score(String prediction, String reference) {
        return this == EQUALITY && prediction.equals(reference) ? 100 : 0;
    }
}
