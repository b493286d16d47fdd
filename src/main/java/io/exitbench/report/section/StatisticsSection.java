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
                + Html.heading("Against full depth, paired over files")
                + Html.table(run.table("comparisons.csv"));
    }
}
