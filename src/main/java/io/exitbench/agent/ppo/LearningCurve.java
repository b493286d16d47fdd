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

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }
}
