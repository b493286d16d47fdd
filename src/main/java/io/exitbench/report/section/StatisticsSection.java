package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;

/** What the runs reach together, and whether they differ from full depth. */
public final class StatisticsSection implements Section {
    @Override
    public String html(FinishedRun run) {
        return Html.heading("Frontiers: quality against cost")
                + TierLine.html(run)
                + Html.table(run.table("frontiers.csv"))
                + Html.heading("Every run against full depth, paired over files")
                + Html.paragraph(
                        "Not corrected for the number of runs; what is not primary is exploratory.")
                + Html.table(run.table("comparisons.csv"));
    }
}
