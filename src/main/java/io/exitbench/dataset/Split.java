package io.exitbench.dataset;

/** Parts of a data set; no file is in two of them. */
public enum Split {
    /** For fine-tuning. */
    TRAIN,
    /** For thresholds and agents. */
    CALIBRATION,
    /** For measuring. */
    EVALUATION
}
