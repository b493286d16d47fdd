package io.exitbench.report.page;

import io.exitbench.metric.syntax.Grammar;
import io.exitbench.report.Html;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Where tokens leave: by run, by kind of token, and how good each layer's prediction is. */
final class ExitsSection implements PageSection {
    private static final double PERCENT = 100;

    /** Narrower parts have no room for their number. */
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
                        + kinds(data, leaving, layers)
                        + accuracy(data);
    }

    private static String bars(PageData data, List<RunRow> runs) {
        StringBuilder html = new StringBuilder();
        for (RunRow run : runs) {
            Map<Integer, Integer> counts = new TreeMap<>();
            int tokens = 0;
            for (JournalEntry.Sample sample : data.records().samples(run.id())) {
                for (int layer : sample.exitLayers()) {
                    counts.merge(layer, 1, Integer::sum);
                    tokens++;
                }
            }
            html.append("<div class=\"row\"><b>").append(run.number()).append(' ');
            html.append(Html.escape(run.label())).append("</b><div class=\"bar\">");
            for (Map.Entry<Integer, Integer> part : counts.entrySet()) {
                bar(html, part.getKey(), PERCENT * part.getValue() / tokens);
            }
            html.append("</div></div>");
        }
        return html.toString();
    }

    private static void bar(StringBuilder html, int layer, double share) {
        html.append("<i class=\"").append(Shades.style(layer)).append("\" style=\"width:");
        html.append(String.format(Locale.ROOT, "%.2f", share)).append("%\" title=\"layer ");
        html.append(layer).append(": ").append(Figures.of(share, 1)).append(" % of tokens\">");
        html.append(share < ROOM ? "" : layer).append("</i>");
    }

    private static String kinds(PageData data, List<RunRow> runs, int layers) {
        Grammar grammar =
                Grammar.valueOf(data.finished().plan().language().toUpperCase(Locale.ROOT));
        StringBuilder html =
                new StringBuilder(
                                "<h3>Exit depth by kind of token</h3><table class=\"plain kinds\"><thead>")
                        .append("<tr><th scope=\"col\">run</th>");
        for (TokenKind kind : TokenKind.values()) {
            html.append("<th scope=\"col\" class=\"n\">").append(kind.title()).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (RunRow run : runs) {
            html.append("<tr><th scope=\"row\">").append(run.number()).append(' ');
            html.append(Html.escape(run.label())).append("</th>");
            Map<TokenKind, long[]> depth = depth(data, run, grammar);
            for (TokenKind kind : TokenKind.values()) {
                cell(html, kind, depth.getOrDefault(kind, new long[2]), layers);
            }
            html.append("</tr>");
        }
        return html.append(
                        "</tbody></table><p class=\"note\">Mean layer that tokens of a kind left")
                .append(" at, of ")
                .append(layers)
                .append("; a token is of the kind of the word it begins in.</p>")
                .toString();
    }

    private static void cell(StringBuilder html, TokenKind kind, long[] sum, int layers) {
        double mean = sum[1] == 0 ? layers : (double) sum[0] / sum[1];
        html.append("<td class=\"n depth\" data-l=\"").append(kind.title());
        html.append("\" style=\"--a:");
        html.append(String.format(Locale.ROOT, "%.2f", 0.6 * (1 - mean / layers)));
        html.append("\" title=\"").append(sum[1]).append(" tokens\">");
        html.append(sum[1] == 0 ? "" : Figures.of(mean, 1)).append("</td>");
    }

    /** Sum of exit layers and number of tokens by kind. */
    private static Map<TokenKind, long[]> depth(PageData data, RunRow run, Grammar grammar) {
        Map<TokenKind, long[]> depth = new EnumMap<>(TokenKind.class);
        for (JournalEntry.Sample sample : data.records().samples(run.id())) {
            List<TokenKind> kinds = TokenKind.of(sample.pieces(), grammar);
            for (int i = 0; i < Math.min(kinds.size(), sample.exitLayers().length); i++) {
                long[] sum = depth.computeIfAbsent(kinds.get(i), kind -> new long[2]);
                sum[0] += sample.exitLayers()[i];
                sum[1]++;
            }
        }
        return depth;
    }

    /** How often each exit layer's best token is that of the full model. */
    private static String accuracy(PageData data) {
        List<Integer> exits = data.finished().plan().exits();
        long[] right = new long[exits.size()];
        long tokens = 0;
        for (PromptRecord prompt : data.records().prompts()) {
            JournalEntry.Reference full = data.records().reference(prompt.sampleId()).orElse(null);
            for (int i = 0; full != null && i < full.argmax().length; i++) {
                tokens++;
                for (int exit = 0; exit < exits.size(); exit++) {
                    right[exit] += full.argmax()[i][exit] == full.tokens()[i] ? 1 : 0;
                }
            }
        }
        List<Curve.Point> points = new ArrayList<>();
        for (int exit = 0; tokens > 0 && exit < exits.size(); exit++) {
            points.add(new Curve.Point(exits.get(exit), PERCENT * right[exit] / tokens));
        }
        return points.size() < 2
                ? ""
                : "<h3>How often a layer predicts the full model\u2019s token</h3>"
                        + new CurvePicture("exit layer", "% of tokens", false)
                                .html(List.of(new Curve("accuracy", points)));
    }
}
