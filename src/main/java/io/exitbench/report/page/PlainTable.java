package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.table.Table;
import java.util.List;

/** A table of the folder as it lies there, numbers rounded; for parts that are folded away. */
final class PlainTable {
    private static final int DECIMALS = 2;
    private static final int LONG = 60;
    private static final String NUMBER = "[\u2212\\d.]+|\\[.+, .+]";

    private PlainTable() {}

    static String html(Table table) {
        StringBuilder html =
                new StringBuilder(
                        "<div class=\"wide\" tabindex=\"0\"><table class=\"plain\"><thead>");
        html.append("<tr>");
        table.header()
                .forEach(
                        name ->
                                html.append("<th scope=\"col\">")
                                        .append(Html.escape(name))
                                        .append("</th>"));
        html.append("</tr></thead><tbody>");
        table.rows().forEach(row -> row(html, row));
        return html.append("</tbody></table></div>").toString();
    }

    private static void row(StringBuilder html, List<String> row) {
        html.append("<tr>");
        for (String cell : row) {
            String shown = Figures.cell(cell, DECIMALS);
            String style = shown.matches(NUMBER) ? "n" : shown.length() > LONG ? "long" : "";
            html.append(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">");
            html.append(Visible.html(shown)).append("</td>");
        }
        html.append("</tr>");
    }

    /** A part that a reader opens. */
    static String folded(String title, String content) {
        return content.isEmpty() ? "" : Html.folded(title, content);
    }
}
