package io.exitbench.report.page;

import io.exitbench.report.Html;

/** What the columns mean, for those who print or touch and cannot hover. */
final class GlossarySection implements PageSection {
    @Override
    public String id() {
        return "glossary";
    }

    @Override
    public String title() {
        return "Glossary";
    }

    @Override
    public String body(PageData data) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">");
        for (String column : Glossary.columns()) {
            html.append("<dt>").append(Html.escape(column)).append("</dt><dd>");
            html.append(
                    Html.escape(Glossary.meaning(column))
                            .replaceAll("`([^`]*)`", "<code>$1</code>"));
            html.append("</dd>");
        }
        return PlainTable.folded("Columns of results.csv", html.append("</dl>").toString());
    }
}
