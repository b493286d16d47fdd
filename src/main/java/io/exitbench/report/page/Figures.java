package io.exitbench.report.page;

import io.exitbench.result.statistics.Interval;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Numbers as the page writes them; a minus is one, and unknown is empty. */
final class Figures {
    private Figures() {}

    static String of(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return negativeZero(text) ? text.substring(1) : text.replace('-', '\u2212');
    }

    private static boolean negativeZero(String text) {
        return text.matches("-0(\\.0*)?");
    }

    static String of(OptionalDouble value, int decimals) {
        return value.isPresent() ? of(value.getAsDouble(), decimals) : "";
    }

    /** {@code [low, high]}, empty if unknown. */
    static String interval(Optional<Interval> interval, int decimals) {
        return interval.map(
                        known ->
                                "["
                                        + of(known.low(), decimals)
                                        + ", "
                                        + of(known.high(), decimals)
                                        + "]")
                .orElse("");
    }

    /** A number and its interval behind it. */
    static String both(OptionalDouble value, Optional<Interval> interval, int decimals) {
        return (of(value, decimals) + " " + interval(interval, decimals)).strip();
    }

    /** Of a cell of a table: rounded if it is a number with decimals or an interval, else as is. */
    static String cell(String text, int decimals) {
        if (text.matches("-?[\\d.]*\\d\\.\\.-?\\d[\\d.]*")) {
            return interval(RunRows.interval(text), decimals);
        }
        return text.matches("-?\\d+\\.\\d+") ? of(Double.parseDouble(text), decimals) : text;
    }
}
