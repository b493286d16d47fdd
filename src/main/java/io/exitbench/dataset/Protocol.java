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
    TOKENS(15),
    /**
     * Line completion for models that have never seen token lines: the same cuts, the prompt
     * written as source text, and the line's end a line break. Scored in CodeXGLUE's form.
     */
    RAW_LINE(100),
    /**
     * Fill-in-the-middle (Bavarian et al., arXiv 2207.14255): the line at the cut, given what
     * stands before and behind it.
     */
    FILL_IN_MIDDLE(100);

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
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param id of a protocol that there is
     * @return the protocol
     */
    public static Protocol of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * @return whether the rest of a line is completed
     */
    public boolean completesLines() {
        return this != TOKENS;
    }

    /**
     * @return whether given cases are taken where there are some; what stands behind their lines
     *     they do not tell
     */
    public boolean takesCases() {
        return this == LINE || this == RAW_LINE;
    }

    /**
     * @return whether the model reads and writes source text rather than token lines
     */
    public boolean isRaw() {
        return this == RAW_LINE || this == FILL_IN_MIDDLE;
    }
}
