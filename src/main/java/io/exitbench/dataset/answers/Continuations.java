package io.exitbench.dataset.answers;

import io.exitbench.dataset.answers.RecoveredAnswer.Outcome;

/** How the files that fit one case go on. */
final class Continuations {
    private final Single anywhere = new Single();
    private final Single[] atId;

    /** A text that is the same wherever it was seen. */
    private static final class Single {
        private String text;
        private boolean differs;

        void see(String other) {
            differs |= text != null && !text.equals(other);
            text = other;
        }

        RecoveredAnswer as(Outcome outcome) {
            if (differs) {
                return RecoveredAnswer.AMBIGUOUS;
            }
            return text == null || text.isEmpty()
                    ? RecoveredAnswer.NOT_FOUND
                    : new RecoveredAnswer(outcome, text);
        }
    }

    /**
     * @param bases how many numbers ids may count from
     */
    Continuations(int bases) {
        atId = new Single[bases];
        for (int base = 0; base < bases; base++) {
            atId[base] = new Single();
        }
    }

    /** A file goes on like this. */
    void see(String text) {
        anywhere.see(text);
    }

    /** The file that the id points at, if ids count from this base, goes on like this. */
    void seeAtId(int base, String text) {
        atId[base].see(text);
    }

    boolean fitsAnywhere() {
        return anywhere.text != null;
    }

    boolean fitsAtId(int base) {
        return atId[base].text != null;
    }

    RecoveredAnswer byId(int base) {
        return atId[base].as(Outcome.BY_ID);
    }

    RecoveredAnswer bySearch() {
        return anywhere.as(Outcome.BY_SEARCH);
    }
}
