package io.exitbench.report;

import java.util.List;

/** Small pieces of HTML; all text is escaped. */
final class HtmlTable {
    private HtmlTable() {}

    static String cells(List<String> header, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<table class=\"table\"><thead><tr>");
        header.forEach(cell -> html.append("<th>").append(escape(cell)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    /** A table that may be wider than the page. */
    static String scrolling(String table) {
        return "<div style=\"overflow-x:auto\">" + table + "</div>";
    }

    static String notices(List<String> notices) {
        StringBuilder html = new StringBuilder();
        notices.forEach(n -> html.append("<p><b>").append(escape(n)).append("</b></p>"));
        return html.toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
