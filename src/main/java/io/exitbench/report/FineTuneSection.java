package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.finetune.LossCurve;
import io.qameta.allure.Allure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * How the model of a suite was tuned for early exits.
 *
 * @param folder of the suite's results
 */
record FineTuneSection(Path folder) {
    private static final String NAME = "fine-tuning-losses";

    /**
     * Copies a checkpoint's losses beside the results, attaches them, and returns their picture.
     */
    String publish(Path checkpoint) {
        byte[] png = LossChart.png(LossCurve.read(checkpoint));
        try {
            String csv = Files.readString(checkpoint.resolve(LossCurve.FILE));
            Files.writeString(folder.resolve(NAME + ".csv"), csv);
            Files.write(folder.resolve(NAME + ".png"), png);
            Allure.addAttachment(NAME + ".csv", "text/csv", csv, ".csv");
        } catch (IOException e) {
            throw new ExitBenchException(folder + " cannot be written; check the disk.", e);
        }
        return "<h4>Fine-tuning of the model</h4><p><img alt=\"loss of each exit\""
                + " style=\"max-width:100%\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png)
                + "\"></p>";
    }
}
