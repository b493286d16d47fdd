package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.report.chart.LossChart;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.picture.Drawing;

/** How the model of a suite was tuned for early exits. */
public final class FineTuningSection implements Section {
    private static final String FILE = "fine-tuning-losses.csv";

    private final Drawing drawing;

    /**
     * @param drawing whether losses are drawn
     */
    public FineTuningSection(Drawing drawing) {
        this.drawing = drawing;
    }

    @Override
    public String html(FinishedRun run) {
        return run.plan().attachments().contains(FILE)
                ? Html.heading("Fine-tuning of the model")
                        + Html.picture(
                                "loss of each exit", drawing, () -> LossChart.png(run.table(FILE)))
                : "";
    }
}
