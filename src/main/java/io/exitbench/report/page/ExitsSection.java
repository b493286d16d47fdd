package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.record.JournalEntry;
import java.util.List;

/** Where tokens leave: by run, by kind of token, and how good each layer's prediction is. */
final class ExitsSection implements PageSection {
    /** Percent of a bar: narrower parts have no room for their number. */
    private static final double ROOM = 4;

    @Override
    public String id() {
        return "exits";
    }

    @Override
    public String title() {
        return "Where tokens leave";
    }

    @Override
    public String body(PageData data) {
        List<RunRow> leaving = data.runs().stream().filter(run -> !run.run().fullDepth()).toList();
        int layers = data.finished().plan().reference().identity().layers();
        Shades shades = new Shades(data.finished().plan().exits(), layers);
        return leaving.isEmpty()
                ? ""
                : shades.legend()
                        + "<div class=\"bars\">"
                        + bars(data, leaving)
                        + "</div>"
                        + new TokenKindTable(data).html(leaving)
                        + new LayerAccuracy(data).html();
    }

    private static String bars(PageData data, List<RunRow> runs) {
        StringBuilder html = new StringBuilder();
        for (RunRow run : runs) {
            ExitBar bar = new ExitBar();
            for (JournalEntry.Sample sample : data.records().samples(run.id())) {
                for (int layer : sample.exitLayers()) {
                    bar.add(layer);
                }
            }
            html.append("<div class=\"row\"><b>").append(run.number()).append(' ');
            html.append(Html.escape(run.label())).append("</b>").append(bar.html(ROOM));
            html.append("</div>");
        }
        return html.toString();
    }
}
