package io.exitbench.report;

import java.util.List;
import java.util.stream.Collectors;

/** A table in LaTeX for the package booktabs. */
final class LatexTable {
    private LatexTable() {}

    /**
     * @param comments above the table
     * @param header of two columns of text and others of numbers
     * @param rows as long as the header
     * @return the table
     */
    static String text(List<String> comments, List<String> header, List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        comments.forEach(line -> text.append("% ").append(line).append('\n'));
        text.append("\\begin{tabular}{ll")
                .append("r".repeat(header.size() - 2))
                .append("}\n\\toprule\n");
        line(text, header);
        text.append("\\midrule\n");
        rows.forEach(row -> line(text, row));
        return text.append("\\bottomrule\n\\end{tabular}\n").toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append(cells.stream().map(LatexTable::escaped).collect(Collectors.joining(" & ")))
                .append(" \\\\\n");
    }

    /** Escapes what LaTeX would obey; a minus is one. */
    private static String escaped(String cell) {
        return cell.replace("\\", "\\textbackslash ")
                .replaceAll("([&%$#_{}])", "\\\\$1")
                .replace("\\textbackslash ", "\\textbackslash{}")
                .replace("~", "\\textasciitilde{}")
                .replace("^", "\\textasciicircum{}")
                .replaceAll("(?<![\\w.])-(?=\\d)", "\\$-\\$");
    }
}
