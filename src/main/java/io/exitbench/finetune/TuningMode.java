package io.exitbench.finetune;

/** What is trained, and towards what. */
public enum TuningMode {
    /**
     * All weights, towards the true tokens at every exit: LITE (arXiv 2310.18581) and the
     * reference. The shared weights serve all exits, which costs the last layer some quality.
     */
    FULL,
    /**
     * All weights, towards a mixture of the true tokens and what the untouched base's last layer
     * predicts (Hinton et al., arXiv 1503.02531), so that the last layer stays what it was.
     */
    DISTIL,
    /**
     * The base stays untouched and each exit gets a small block of its own in front of the shared
     * final norm and LM head, trained towards the same mixture.
     */
    FROZEN
}
