package io.exitbench.result.comparison;

import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.NonInferiority;
import io.exitbench.result.statistics.Unit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A declared comparison in one measure: a row of {@code primary-comparisons.csv}.
 *
 * @param family what is compared
 * @param against full depth, or {@link #BEST_RULE}
 * @param matched what both cost the same of; empty against full depth
 * @param measure a quality, or {@code energy_forced_saved_pct} or {@code time_forced_saved_pct}
 * @param primary whether it is one of those that are corrected for their number; the others stand
 *     beside it to be read
 * @param subject the runs that it is about
 * @param difference in points; empty if it is unknown
 * @param unit that was drawn
 * @param blocks that were drawn beside it; empty for quality
 * @param holm the p-value after Holm's correction over all primary rows
 * @param nonInferiority of Edit Similarity against full depth
 * @param note what a reader must know of it, empty if nothing
 */
public record PrimaryComparison(
        String family,
        String against,
        String matched,
        String measure,
        boolean primary,
        Subject subject,
        Optional<Difference> difference,
        Unit unit,
        OptionalInt blocks,
        OptionalDouble holm,
        Optional<NonInferiority> nonInferiority,
        String note) {
    /** The threshold rule that achieves most at the cost in question. */
    public static final String BEST_RULE = "best threshold rule";

    /**
     * The runs that a comparison is about.
     *
     * @param runIds of all
     * @param seeds of training, 1 for what was not trained
     * @param settings that are compared, of each seed
     * @param samples of each run
     */
    public record Subject(List<String> runIds, int seeds, int settings, int samples) {
        /** Copies the list. */
        public Subject {
            runIds = List.copyOf(runIds);
        }
    }

    PrimaryComparison withHolm(double corrected) {
        return new PrimaryComparison(
                family,
                against,
                matched,
                measure,
                primary,
                subject,
                difference,
                unit,
                blocks,
                OptionalDouble.of(corrected),
                nonInferiority,
                note);
    }
}
