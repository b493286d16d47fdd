package io.exitbench.report.page;

import io.exitbench.report.Html;
import java.util.Map;

/** The runs that failed, each with its reason; they have no results. */
final class FailuresSection implements PageSection {
    @Override
    public String id() {
        return "failures";
    }

    @Override
    public String title() {
        return "Failed runs";
    }

    @Override
    public String body(PageData data) {
        return data.table("failures.csv")
                .filter(table -> !table.rows().isEmpty())
                .map(
                        table -> {
                            StringBuilder html = new StringBuilder("<dl class=\"failures\">");
                            table.records().forEach(row -> failure(html, row));
                            return html.append("</dl>").toString();
                        })
                .orElse("");
    }

    private static void failure(StringBuilder html, Map<String, String> row) {
        html.append("<dt>").append(Html.escape(row.get("run"))).append("</dt><dd>");
        html.append(Visible.html(row.get("reason"))).append("</dd>");
    }
}
