package io.exitbench.result.table;

import io.exitbench.result.statistics.Interval;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Figures as cells; unknown is empty, never 0. */
final class Cells {
    private Cells() {}

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    static String whole(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f", value.getAsDouble()) : "";
    }

    static String whole(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "";
    }

    static String interval(Optional<Interval> interval) {
        return interval.map(Interval::text).orElse("");
    }
}
