package io.exitbench.report.page;

import io.exitbench.result.statistics.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a picture of the frontier is drawn over, by the column of {@code results.csv}. */
sealed interface Axis {
    /**
     * @return the column
     */
    String column();

    /**
     * @return as the page calls it
     */
    String title();

    /**
     * @param run any run
     * @return where it lies; empty if unknown
     */
    OptionalDouble of(RunRow run);

    /**
     * @param run any run
     * @return its 95 % interval, if known
     */
    Optional<Interval> intervalOf(RunRow run);

    /**
     * A quality: the more the better.
     *
     * @param column of the quality
     * @param title of the axis
     */
    record Quality(String column, String title) implements Axis {
        /** All that can be chosen, the first first. */
        static final List<Quality> ALL =
                List.of(
                        new Quality("edit_similarity", "Edit Similarity"),
                        new Quality("exact_match", "Exact Match, %"),
                        new Quality("agreement", "agreement by position, %"),
                        new Quality("agreement_forced", "agreement on equal text, %"));

        @Override
        public OptionalDouble of(RunRow run) {
            return run.value(column);
        }

        @Override
        public Optional<Interval> intervalOf(RunRow run) {
            return run.interval(column);
        }
    }

    /**
     * A cost in percent of full depth's: the less the better.
     *
     * @param column of what is saved of it, in percent
     * @param title of the axis
     */
    record Cost(String column, String title) implements Axis {
        private static final double PERCENT = 100;

        /** All that can be chosen. */
        static final List<Cost> ALL =
                List.of(
                        new Cost("energy_saved_pct", "energy"),
                        new Cost("time_saved_pct", "time"),
                        new Cost("compute_saved_pct", "compute (multiply-adds)"),
                        new Cost("bytes_saved_pct", "weights read"),
                        new Cost("energy_forced_saved_pct", "energy on equal text"),
                        new Cost("time_forced_saved_pct", "time on equal text"),
                        new Cost("compute_forced_saved_pct", "compute on equal text"));

        @Override
        public OptionalDouble of(RunRow run) {
            OptionalDouble saved = run.value(column);
            return saved.isPresent()
                    ? OptionalDouble.of(PERCENT - saved.getAsDouble())
                    : OptionalDouble.empty();
        }

        @Override
        public Optional<Interval> intervalOf(RunRow run) {
            return run.interval(column)
                    .map(saved -> new Interval(PERCENT - saved.high(), PERCENT - saved.low()));
        }
    }
}
