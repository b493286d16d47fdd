package io.exitbench.result.score;

import io.exitbench.result.statistics.Interval;
import java.util.Optional;

/**
 * A score of a run, or a part of one.
 *
 * @param metric its name
 * @param value of all samples
 * @param interval 95 % interval by bootstrap over files; none for parts, or where there is one file
 * @param signature how it was computed
 */
public record Score(String metric, double value, Optional<Interval> interval, String signature) {}
