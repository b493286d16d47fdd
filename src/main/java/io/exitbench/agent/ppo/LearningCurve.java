package io.exitbench.agent.ppo;

import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import java.io.IOException;
import java.nio.file.Path;
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

    /**
     * Reads {@link #rows} that were written.
     *
     * @param file the curve
     * @return the curve
     * @throws ExitBenchException if it is missing or something else
     */
    public static LearningCurve read(Path file) {
        try {
            List<List<String>> rows = Csv.read(file);
            if (rows.isEmpty() || !rows.get(0).equals(COLUMNS)) {
                throw new ExitBenchException(file + " is no learning curve: delete its agent.");
            }
            return new LearningCurve(rows.stream().skip(1).map(LearningCurve::point).toList());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException failed) {
            throw new ExitBenchException(
                    "The learning curve " + file + " cannot be read: delete its agent.", failed);
        }
    }

    private static CurvePoint point(List<String> cells) {
        return new CurvePoint(
                Long.parseLong(cells.get(0)),
                value(cells.get(1)),
                value(cells.get(2)),
                value(cells.get(3)),
                value(cells.get(4)),
                value(cells.get(5)),
                Integer.parseInt(cells.get(6)),
                value(cells.get(7)));
    }

    private static double value(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }
}
