package io.exitbench.agent.ppo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a training went.
 *
 * @param points one for each update, in order
 */
public record LearningCurve(List<CurvePoint> points) {
    private static final List<String> COLUMNS =
            List.of(
                    "steps",
                    "reward",
                    "mean_exit_layer",
                    "entropy",
                    "kl",
                    "clipped_share",
                    "epochs",
                    "learning_rate");

    /** Copies the list. */
    public LearningCurve {
        points = List.copyOf(points);
    }

    /**
     * @return the curve as rows, the column names first; unknown figures are empty
     */
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        for (CurvePoint point : points) {
            rows.add(
                    List.of(
                            Long.toString(point.steps()),
                            number(point.meanReturn()),
                            number(point.meanMeasure()),
                            number(point.entropy()),
                            number(point.kl()),
                            number(point.clippedShare()),
                            Integer.toString(point.epochs()),
                            number(point.rate())));
        }
        return rows;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }
}
