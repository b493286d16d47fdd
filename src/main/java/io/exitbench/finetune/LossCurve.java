package io.exitbench.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The loss of each exit over the steps of a training, which lies as {@value #FILE} beside the
 * checkpoint.
 */
public final class LossCurve {
    /** Its name in the checkpoint's folder. */
    public static final String FILE = "losses.csv";

    private LossCurve() {}

    /**
     * Rows of the file, the header first; an exit that was not drawn is an empty cell.
     *
     * @param layers exit layers, 1-based
     * @param losses nats, {@code [step][exit]}, NaN where an exit was not drawn
     */
    static List<List<String>> rows(int[] layers, List<double[]> losses) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("step"));
        for (int layer : layers) {
            header.add("layer_" + layer);
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
}
