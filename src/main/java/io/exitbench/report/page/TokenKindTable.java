package io.exitbench.report.page;

import io.exitbench.metric.syntax.Grammar;
import io.exitbench.report.Html;
import io.exitbench.result.record.JournalEntry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** For each run and kind of token a histogram of exit layers, and their mean under it. */
final class TokenKindTable {
    /** Bars of a cell are short. */
    private static final double ROOM = 16;

    private final PageData data;
    private final Grammar grammar;

    TokenKindTable(PageData data) {
        this.data = data;
        this.grammar = Grammar.valueOf(data.finished().plan().language().toUpperCase(Locale.ROOT));
    }

    String html(List<RunRow> runs) {
        StringBuilder html =
                new StringBuilder("<h3>By kind of token</h3><table class=\"kinds\"><thead><tr>")
                        .append("<th scope=\"col\">run</th>");
        for (TokenKind kind : TokenKind.values()) {
            html.append("<th scope=\"col\">").append(kind.title()).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        runs.forEach(run -> row(html, run));
        return html.append("</tbody></table><p class=\"note\">Where tokens of a kind left, and")
                .append(" the mean layer. A token is of the kind of the word it begins in.</p>")
                .toString();
    }

    private void row(StringBuilder html, RunRow run) {
        Map<TokenKind, ExitBar> bars = bars(run);
        html.append("<tr><th scope=\"row\">").append(run.number()).append(' ');
        html.append(Html.escape(run.label())).append("</th>");
        for (TokenKind kind : TokenKind.values()) {
            ExitBar bar = bars.getOrDefault(kind, new ExitBar());
            html.append("<td data-l=\"").append(kind.title()).append("\" title=\"");
            html.append(bar.tokens()).append(" tokens\">").append(bar.html(ROOM));
            if (bar.tokens() > 0) {
                html.append("<small>").append(Figures.of(bar.mean(), 1)).append("</small>");
            }
            html.append("</td>");
        }
        html.append("</tr>");
    }

    private Map<TokenKind, ExitBar> bars(RunRow run) {
        Map<TokenKind, ExitBar> bars = new EnumMap<>(TokenKind.class);
        for (JournalEntry.Sample sample : data.records().samples(run.id())) {
            List<TokenKind> kinds = TokenKind.of(sample.pieces(), grammar);
            for (int i = 0; i < Math.min(kinds.size(), sample.exitLayers().length); i++) {
                bars.computeIfAbsent(kinds.get(i), kind -> new ExitBar())
                        .add(sample.exitLayers()[i]);
            }
        }
        return bars;
    }
}
