package io.exitbench.report.section;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;

/** What time and energy are worth, which stands over every table that has them. */
final class TierLine {
    private TierLine() {}

    static String html(FinishedRun run) {
        String quality = run.text("energy_quality");
        String energy =
                quality.equals(EnergyQuality.ESTIMATE.text()) ? " Energy is " + quality + "." : "";
        return "<p><i>" + Html.escape(run.text("tier_verdict") + energy) + "</i></p>";
    }
}
