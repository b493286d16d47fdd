package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;

/** The runs that failed. */
public final class FailuresSection implements Section {
    private static final String FILE = "failures.csv";

    @Override
    public String html(FinishedRun run) {
        return run.has(FILE) ? Html.heading("Failed runs") + Html.table(run.table(FILE)) : "";
    }
}
