package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.record.RunIdentity;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was found, on what, and what a reader must know before any number. */
final class HeadlineSection implements PageSection {
    /** Digits that tell one from another; all of them stand with the provenance. */
    private static final int COMMIT = 12;

    @Override
    public String id() {
        return "found";
    }

    @Override
    public String title() {
        return "What was found";
    }

    @Override
    public String body(PageData data) {
        StringBuilder html = new StringBuilder("<p class=\"headline\">");
        Headline headline = new Headline(data);
        html.append(Html.escape(headline.verdict())).append("</p>");
        html.append(headline.seen().isEmpty() ? "" : Html.paragraph(headline.seen()));
        data.finished()
                .sentences("matched_sentences")
                .forEach(sentence -> html.append(Html.paragraph(sentence)));
        String protocol = data.finished().text("protocol_text");
        html.append(protocol.isEmpty() ? "" : Html.paragraph(protocol));
        html.append(new EqualQualityTable(data).html()).append("<dl class=\"conditions\">");
        conditions(data)
                .forEach(
                        (name, value) ->
                                html.append("<div><dt>")
                                        .append(Html.escape(name))
                                        .append("</dt><dd>")
                                        .append(Visible.html(value))
                                        .append("</dd></div>"));
        html.append(
                "</dl><details class=\"notices\" open><summary>What these numbers rest on</summary><ul>");
        data.finished()
                .notices()
                .forEach(
                        notice -> html.append("<li>").append(Visible.html(notice)).append("</li>"));
        return html.append("</ul></details>").toString();
    }

    private static Map<String, String> conditions(PageData data) {
        RunIdentity full = data.finished().plan().reference().identity();
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("Model", full.model() + ", " + full.layers() + " layers");
        conditions.put(
                "Data", full.dataset() + ", " + data.records().prompts().size() + " completions");
        conditions.put("Protocol", data.finished().text("protocol"));
        conditions.put("Device", data.finished().text("device"));
        conditions.put("Energy", data.finished().text("energy_quality"));
        conditions.put("Tier", tier(data));
        String commit = data.finished().text("git_commit");
        conditions.put("Commit", commit.substring(0, Math.min(COMMIT, commit.length())));
        conditions.put("Seed", Long.toString(full.seed()));
        conditions.put("Finished", data.finished().text("finished").replaceFirst("\\.\\d+Z", "Z"));
        conditions.values().removeIf(String::isEmpty);
        return conditions;
    }

    private static String tier(PageData data) {
        String tier = data.finished().text("tier");
        return data.finished().text("for_publication").equals("true")
                ? tier
                : tier + ", not for publication";
    }
}
