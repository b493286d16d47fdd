package io.exitbench.dataset;

/** Programming languages with a tokenisation and an evaluation protocol. */
public enum Language {
    /** PY150. */
    PYTHON("py150", ".py"),
    /** JavaCorpus. */
    JAVA("javacorpus", ".java");

    private final String dataset;
    private final String suffix;

    Language(String dataset, String suffix) {
        this.dataset = dataset;
        this.suffix = suffix;
    }

    /**
     * @return the data set of this language, as reports and folders call it
     */
    public String dataset() {
        return dataset;
    }

    /**
     * @return how names of source files end
     */
    public String suffix() {
        return suffix;
    }
}
