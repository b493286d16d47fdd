package io.exitbench.suite.prepare;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import java.util.OptionalInt;

/** Where a completion ends in its text, whatever tokens spell it. */
sealed interface LineEnd permits TokenLineEnd, SourceLineEnd {

    static LineEnd of(Language language, Protocol protocol) {
        return switch (protocol) {
            case TOKENS -> TokenLineEnd.ofFile();
            case LINE -> TokenLineEnd.of(language);
            case RAW_LINE -> new SourceLineEnd(language, false);
            case FILL_IN_MIDDLE -> new SourceLineEnd(language, true);
        };
    }

    /**
     * Whether a text may come to its end with this piece, whatever stands before: the pieces for
     * which this is false need no look at the text.
     */
    boolean mayComeWith(String piece);

    /**
     * Finds the end. It depends on nothing that comes after it, so a text that grows keeps it.
     *
     * @return length of the text up to the end, if it has come to one
     */
    OptionalInt in(String text);

    /**
     * What ended a line, as far as the protocol tells and the model is to write it.
     *
     * @param line without it
     * @return it, with the blank before it, or nothing
     */
    String after(String line);
}
