package io.exitbench.agent.ppo;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * How a training went.
 *
 * @param points one for each update, in order
 */
public record LearningCurve(List<CurvePoint> points) {
    private static final String COLUMNS =
            "steps,reward,mean_exit_layer,entropy,kl,clipped_share,epochs,learning_rate\n";

    /** Copies the list. */
    public LearningCurve {
        points = List.copyOf(points);
    }

    /**
     * @return the curve with a line of column names; unknown figures are empty
     */
    public String csv() {
        StringBuilder csv = new StringBuilder(COLUMNS);
        for (CurvePoint point : points) {
            csv.append(point.steps()).append(',');
            csv.append(number(point.meanReturn())).append(',');
            csv.append(number(point.meanMeasure())).append(',');
            csv.append(number(point.entropy())).append(',');
            csv.append(number(point.kl())).append(',');
            csv.append(number(point.clippedShare())).append(',');
            csv.append(point.epochs()).append(',');
            csv.append(number(point.rate())).append('\n');
        }
        return csv.toString();
    }

    /**
     * Writes {@link #csv()}.
     *
     * @param file replaced as a whole
     * @throws ExitBenchException if it cannot be written
     */
    public void writeCsv(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(part, csv());
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new ExitBenchException(
                    "The learning curve "
                            + file
                            + " cannot be written: "
                            + failed.getMessage()
                            + ".",
                    failed);
        }
    }

    /**
     * Reads what {@link #writeCsv} wrote.
     *
     * @param file the curve
     * @return the curve
     * @throws ExitBenchException if it is missing or something else
     */
    public static LearningCurve read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !(lines.get(0) + "\n").equals(COLUMNS)) {
                throw new ExitBenchException(file + " is no learning curve: delete its agent.");
            }
            return new LearningCurve(
                    lines.stream().skip(1).map(line -> point(line.split(",", -1))).toList());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException failed) {
            throw new ExitBenchException(
                    "The learning curve " + file + " cannot be read: delete its agent.", failed);
        }
    }

    private static CurvePoint point(String[] cells) {
        return new CurvePoint(
                Long.parseLong(cells[0]),
                value(cells[1]),
                value(cells[2]),
                value(cells[3]),
                value(cells[4]),
                value(cells[5]),
                Integer.parseInt(cells[6]),
                value(cells[7]));
    }

    private static double value(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }
}
