package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.report.chart.LossChart;
import io.exitbench.result.FinishedRun;

/** How the model of a suite was tuned for early exits. */
public final class FineTuningSection implements Section {
    private static final String FILE = "fine-tuning-losses.csv";

    @Override
    public String html(FinishedRun run) {
        return run.plan().attachments().contains(FILE)
                ? Html.heading("Fine-tuning of the model")
                        + Html.picture("loss of each exit", LossChart.png(run.table(FILE)))
                : "";
    }
}
