package io.exitbench.report.section;

import io.exitbench.result.FinishedRun;

/** A part of a report's summary. */
public interface Section {
    /**
     * @param run to report
     * @return the part as HTML, empty if there is nothing to say
     */
    String html(FinishedRun run);
}
