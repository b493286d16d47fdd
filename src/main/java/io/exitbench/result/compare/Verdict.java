package io.exitbench.result.compare;

import io.exitbench.result.statistics.Interval;
import java.util.Optional;

/** A difference in a word. */
public enum Verdict {
    /** Nothing differs at all. */
    IDENTICAL("identical"),
    /** The whole interval lies within two points or two per cent of none. */
    WITHIN("within ±2 %"),
    /** The whole interval lies on the better side of none. */
    BETTER("better"),
    /** The whole interval lies on the worse side of none. */
    WORSE("worse"),
    /** The interval holds none and more than two per cent. */
    UNCLEAR("unclear"),
    /** There is no interval. */
    UNKNOWN("no interval");

    /** Differences that nobody would act on, as criterion.rs has them. */
    private static final double BAND = 2;

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /**
     * @return the word
     */
    public String word() {
        return word;
    }

    /**
     * @param gain interval of a difference in points or per cent, above 0 where it is for the
     *     better
     * @return what it says
     */
    static Verdict of(Optional<Interval> gain) {
        if (gain.isEmpty()) {
            return UNKNOWN;
        }
        Interval interval = gain.get();
        if (interval.low() == 0 && interval.high() == 0) {
            return IDENTICAL;
        }
        if (interval.low() >= -BAND && interval.high() <= BAND) {
            return WITHIN;
        }
        if (interval.low() > 0) {
            return BETTER;
        }
        return interval.high() < 0 ? WORSE : UNCLEAR;
    }
}
