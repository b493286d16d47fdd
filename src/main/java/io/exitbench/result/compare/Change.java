package io.exitbench.result.compare;

import io.exitbench.result.statistics.Interval;
import java.util.Optional;

/**
 * What became of one number.
 *
 * @param metric name of a score, {@link #TIME} or {@link #ENERGY}
 * @param before in the first result
 * @param after in the second
 * @param change for a score in points, for a cost in per cent of the first
 * @param interval 95 % interval of the change, if one can be drawn
 * @param verdict in a word
 */
public record Change(
        String metric,
        double before,
        double after,
        double change,
        Optional<Interval> interval,
        Verdict verdict) {
    /** Milliseconds of a completion. */
    public static final String TIME = "time";

    /** Joules of a completion. */
    public static final String ENERGY = "energy";

    static Change ofScore(String metric, double before, double after, Optional<Interval> interval) {
        return new Change(metric, before, after, after - before, interval, Verdict.of(interval));
    }

    static Change ofCost(
            String metric, double before, double after, double percent, Optional<Interval> ends) {
        return new Change(
                metric,
                before,
                after,
                percent,
                ends,
                Verdict.of(ends.map(i -> new Interval(-i.high(), -i.low()))));
    }

    /**
     * @return whether it is a cost, of which less is better
     */
    public boolean isCost() {
        return metric.equals(TIME) || metric.equals(ENERGY);
    }

    /**
     * Whether it is worse by more than a margin, and not by chance alone: where there is an
     * interval, it must not hold 0.
     *
     * @param margin in points or per cent
     * @return whether it is
     */
    public boolean exceeds(double margin) {
        double loss = isCost() ? change : -change;
        boolean real = interval.map(i -> i.low() > 0 || i.high() < 0).orElse(true);
        return loss > margin && real;
    }
}
