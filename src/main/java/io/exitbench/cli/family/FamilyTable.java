package io.exitbench.cli.family;

import io.exitbench.report.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All families of strategies in one Markdown table: what their sources say, and what they reach in
 * suite runs. A point is Edit Similarity, then the time saved on equal text in percent, each with
 * its 95 % interval.
 */
public final class FamilyTable {
    /** The part of a page that it stands in. */
    public static final String PART = "families";

    /** Cells that sources fill. */
    private static final int DESCRIBED = 6;

    private final List<FamilySource> families;
    private final List<FamilyResults> suites;
    private final List<String> conditions;

    /**
     * Reads sources and results.
     *
     * @param sources Java files of strategies, and folders of such
     * @param results folders with {@code results.csv} and {@code run.json}
     * @throws io.exitbench.ExitBenchException if one of them cannot be read
     */
    public FamilyTable(List<Path> sources, List<Path> results) {
        families = FamilySource.in(sources);
        suites = results.stream().map(FamilyResults::of).toList();
        conditions =
                results.stream()
                        .map(folder -> String.join("\n", ResultTable.of(folder).conditions()))
                        .toList();
    }

    /**
     * @return for each family its row's cells up to those that results fill
     */
    public List<String> described() {
        return families.stream().map(FamilyTable::described).toList();
    }

    private static String described(FamilySource family) {
        List<String> cells = new ArrayList<>(cells(family));
        cells.set(0, "`" + cells.get(0) + "`");
        cells.replaceAll(cell -> cell.replace("|", "\\|"));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static List<String> cells(FamilySource family) {
        return List.of(
                family.name(),
                family.kind(),
                family.explanation(),
                family.observes() + (family.calibrated() ? "; calibration" : ""),
                family.costs(),
                Long.toString(family.lines()));
    }

    /**
     * @return a sentence that counts, the conditions of each suite's results, and the table
     */
    public String markdown() {
        List<List<String>> rows = rows();
        StringBuilder text = new StringBuilder(summary()).append("\n\n");
        conditions.forEach(suite -> text.append(suite).append("\n\n"));
        text.append("| ").append(String.join(" | ", rows.get(0))).append(" |\n");
        text.append("|").append(" --- |".repeat(rows.get(0).size())).append('\n');
        for (int i = 0; i < families.size(); i++) {
            List<String> found = rows.get(i + 1).subList(DESCRIBED, rows.get(0).size());
            text.append(described(families.get(i)));
            found.forEach(cell -> text.append(' ').append(cell).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }

    /**
     * @return a header, and a row of cells for each family
     */
    public List<List<String>> rows() {
        List<String> header =
                new ArrayList<>(
                        List.of("family", "kind", "what it does", "looks at", "costs", "lines"));
        suites.forEach(suite -> header.add(suite.suite()));
        header.add("on the frontier");
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (FamilySource family : families) {
            List<String> row = new ArrayList<>(cells(family));
            suites.forEach(suite -> row.add(suite.cell(family.name())));
            row.add(frontiers(family));
            rows.add(row);
        }
        return rows;
    }

    private String frontiers(FamilySource family) {
        return suites.stream()
                .filter(suite -> suite.isOnFrontier(family.name()))
                .map(FamilyResults::suite)
                .collect(Collectors.joining(", "));
    }

    private String summary() {
        return families.size()
                + " families, "
                + count("lossless")
                + " of them lossless and "
                + count("control")
                + " controls; the median class has "
                + median()
                + " lines of code.";
    }

    private long count(String kind) {
        return families.stream().filter(family -> family.kind().equals(kind)).count();
    }

    /** Of an even number the lower one. */
    private long median() {
        long[] lines = families.stream().mapToLong(FamilySource::lines).sorted().toArray();
        return lines.length == 0
                ? 0
                : Arrays.stream(lines).skip((lines.length - 1) / 2).findFirst().orElseThrow();
    }
}
