package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import java.io.IOException;
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

    private static final String LAYER = "layer_";

    /** Rows of the file, the header first; an exit that was not drawn is an empty cell. */
    static List<List<String>> rows(int[] layers, List<double[]> losses) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("step"));
        for (int layer : layers) {
            header.add(LAYER + layer);
        }
        rows.add(header);
        for (double[] step : losses) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(rows.size())));
            for (double loss : step) {
                row.add(Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "%.4f", loss));
            }
            rows.add(row);
        }
        return rows;
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
            List<List<String>> rows = Csv.read(file);
            List<Integer> layers =
                    rows.get(0).stream()
                            .filter(name -> name.startsWith(LAYER))
                            .map(name -> Integer.valueOf(name.substring(LAYER.length())))
                            .toList();
            List<double[]> losses = new ArrayList<>();
            for (List<String> cells : rows.subList(1, rows.size())) {
                double[] row = new double[layers.size()];
                for (int i = 0; i < row.length; i++) {
                    String loss = cells.get(i + 1);
                    row[i] = loss.isEmpty() ? Double.NaN : Double.parseDouble(loss);
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
