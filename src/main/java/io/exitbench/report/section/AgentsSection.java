package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.report.chart.LearningCurveChart;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.picture.Drawing;

/** How the agents of a suite learned. */
public final class AgentsSection implements Section {
    private static final String PREFIX = "learning-curve-";
    private static final String SUFFIX = ".csv";

    private final Drawing drawing;

    /**
     * @param drawing whether curves are drawn
     */
    public AgentsSection(Drawing drawing) {
        this.drawing = drawing;
    }

    @Override
    public String html(FinishedRun run) {
        StringBuilder html = new StringBuilder();
        for (String file : run.plan().attachments()) {
            if (file.startsWith(PREFIX) && file.endsWith(SUFFIX)) {
                String agent = file.substring(PREFIX.length(), file.length() - SUFFIX.length());
                html.append(Html.heading("Training of agent " + agent))
                        .append(
                                Html.picture(
                                        "learning curve",
                                        drawing,
                                        () -> LearningCurveChart.png(run.table(file))));
            }
        }
        return html.toString();
    }
}
