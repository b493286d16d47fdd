package io.exitbench.report;

import io.exitbench.result.picture.Drawing;
import io.exitbench.result.table.Table;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** Small pieces of HTML; all text is escaped. */
public final class Html {
    private Html() {}

    /**
     * @param text of a heading
     * @return the heading
     */
    public static String heading(String text) {
        return "<h4>" + escape(text) + "</h4>";
    }

    /**
     * @param text of a paragraph
     * @return the paragraph
     */
    public static String paragraph(String text) {
        return "<p>" + escape(text) + "</p>";
    }

    /**
     * @param table to show
     * @return the table, which may be wider than the page
     */
    public static String table(Table table) {
        StringBuilder html =
                new StringBuilder(
                        "<div style=\"overflow-x:auto\"><table class=\"table\"><thead><tr>");
        table.header().forEach(cell -> html.append("<th>").append(escape(cell)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : table.rows()) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }

    /**
     * @param description of a picture
     * @param png the picture
     * @return the picture in the page itself
     */
    public static String picture(String description, byte[] png) {
        return "<p><img alt=\""
                + escape(description)
                + "\" style=\"max-width:100%\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png)
                + "\"></p>";
    }

    /**
     * @param description of a picture
     * @param drawing whether there are any
     * @param png draws it
     * @return the picture in the page itself, or a sentence that says why there is none
     */
    public static String picture(String description, Drawing drawing, Supplier<byte[]> png) {
        return drawing.draw(png)
                .map(picture -> picture(description, picture))
                .orElseGet(() -> paragraph(drawing.notice().orElseThrow()));
    }

    /**
     * @param notices what must not be overlooked
     * @return a paragraph for each
     */
    public static String notices(List<String> notices) {
        StringBuilder html = new StringBuilder();
        notices.forEach(
                n ->
                        html.append("<p style=\"overflow-wrap:anywhere\"><b>")
                                .append(escape(n))
                                .append("</b></p>"));
        return html.toString();
    }

    /**
     * @param summary that is seen
     * @param html that a reader opens
     * @return both, folded
     */
    public static String folded(String summary, String html) {
        return "<details><summary style=\"display:list-item;cursor:pointer\">"
                + escape(summary)
                + "</summary>"
                + html
                + "</details>";
    }

    /**
     * @param text of any kind
     * @return the text as HTML shows it
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
