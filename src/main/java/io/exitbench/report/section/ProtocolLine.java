package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;

/** How completions came about, which stands over every table of scores. */
final class ProtocolLine {
    private ProtocolLine() {}

    static String html(FinishedRun run) {
        String protocol = run.text("protocol_text");
        return protocol.isEmpty() ? "" : Html.paragraph(protocol);
    }
}
