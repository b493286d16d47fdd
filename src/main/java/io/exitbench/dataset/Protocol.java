package io.exitbench.dataset;

import java.util.Locale;

/** How samples are cut from files. */
public enum Protocol {
    /** CodeXGLUE's line completion: the rest of one line after a random cut, or the given cases. */
    LINE(100),
    /**
     * The reference implementation's: the first 20 % of a file's model tokens are the context, the
     * next 15 the reference, and the first files of the split are taken (Ilager, Briem, Brandic,
     * CCGrid 2025, arXiv 2501.11006).
     */
    TOKENS(15);

    private final int newTokens;

    Protocol(int newTokens) {
        this.newTokens = newTokens;
    }

    /**
     * @return most tokens of a completion, unless somebody asks for another number
     */
    public int newTokens() {
        return newTokens;
    }

    /**
     * @return as settings and reports call it
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
