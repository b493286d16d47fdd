package io.exitbench.dataset;

/** Programming languages with a tokenisation and an evaluation protocol. */
public enum Language {
    /** PY150. */
    PYTHON,
    /** JavaCorpus. */
    JAVA
}
