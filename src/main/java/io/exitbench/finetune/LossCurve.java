package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The loss of each exit over the steps of a training, which lies as {@value #FILE} beside the
 * checkpoint.
 *
 * @param layers exit layers, 1-based
 * @param losses nats, {@code [step][exit]}, NaN where an exit was not drawn
 */
public record LossCurve(List<Integer> layers, List<double[]> losses) {
    /** Its name in the checkpoint's folder. */
    public static final String FILE = "losses.csv";

    static String csv(int[] layers, List<double[]> losses) {
        StringBuilder csv = new StringBuilder("step");
        for (int layer : layers) {
            csv.append(",layer_").append(layer);
        }
        csv.append('\n');
        for (int step = 0; step < losses.size(); step++) {
            csv.append(step + 1);
            for (double loss : losses.get(step)) {
                csv.append(',');
                if (!Double.isNaN(loss)) {
                    csv.append(String.format(Locale.ROOT, "%.4f", loss));
                }
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    /**
     * Reads the curve of a checkpoint.
     *
     * @param folder of the checkpoint
     * @return its curve
     * @throws ExitBenchException if the file is absent or malformed
     */
    public static LossCurve read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            List<String> lines = Files.readAllLines(file);
            List<Integer> layers = new ArrayList<>();
            for (String name : lines.get(0).split(",")) {
                if (name.startsWith("layer_")) {
                    layers.add(Integer.valueOf(name.substring("layer_".length())));
                }
            }
            List<double[]> losses = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                double[] row = new double[layers.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = cells[i + 1].isEmpty() ? Double.NaN : Double.parseDouble(cells[i + 1]);
                }
                losses.add(row);
            }
            return new LossCurve(layers, losses);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new ExitBenchException(
                    file + " is no curve of losses; make the checkpoint again.", e);
        }
    }
}
