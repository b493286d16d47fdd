package io.exitbench.report.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Maps values to pixels, between round numbers.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, above {@code low}
 * @param step between ticks
 * @param from pixel of the lowest value
 * @param to pixel of the highest value
 */
record Scale(double low, double high, double step, double from, double to) {
    private static final int TICKS = 6;
    private static final double THOUSAND = 1000;
    private static final double SLACK = 1e-9;

    /**
     * @param values that must have room, any number of them
     * @param from pixel of the lowest
     * @param to pixel of the highest
     * @return a scale that begins and ends with a tick
     */
    static Scale over(Collection<Double> values, double from, double to) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        if (most - least < SLACK) {
            least -= Math.max(1, Math.abs(least)) / 2;
            most += Math.max(1, Math.abs(most)) / 2;
        }
        double step = round((most - least) / TICKS);
        double low = Math.floor(least / step + SLACK) * step;
        double high = Math.ceil(most / step - SLACK) * step;
        return new Scale(low, high, step, from, to);
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double round(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        double rest = step / power;
        return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** The value itself, or the end of the scale that it lies beyond. */
    double nearest(double value) {
        return Math.max(low, Math.min(high, value));
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        int count = (int) Math.round((high - low) / step);
        for (int i = 0; i <= count; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** As written beside a tick: no more decimals than the step has. */
    String text(double tick) {
        if (step >= THOUSAND) {
            return Figures.of(tick / THOUSAND, 0) + (tick == 0 ? "" : "k");
        }
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - SLACK));
        return Figures.of(tick, decimals);
    }
}
