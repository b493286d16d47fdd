package io.exitbench.result.statistics;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far two things are apart.
 *
 * @param value one less the other, of all samples
 * @param interval 95 % interval; none where there are fewer than two clusters to draw from
 * @param p two-sided p-value, above 0 and at most 1; none where there is no interval
 */
public record Difference(double value, Optional<Interval> interval, OptionalDouble p) {}
