package io.exitbench.cli.family;

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

    private final List<FamilySource> families;
    private final List<FamilyResults> suites;

    /**
     * Reads sources and results.
     *
     * @param sources Java files of strategies, and folders of such
     * @param results folders with {@code results.csv}
     * @throws io.exitbench.ExitBenchException if one of them cannot be read
     */
    public FamilyTable(List<Path> sources, List<Path> results) {
        families = FamilySource.in(sources);
        suites = results.stream().map(FamilyResults::of).toList();
    }

    /**
     * @return for each family its row's cells up to those that results fill
     */
    public List<String> described() {
        return families.stream().map(FamilyTable::described).toList();
    }

    private static String described(FamilySource family) {
        return "| "
                + String.join(
                        " | ",
                        "`" + family.name() + "`",
                        family.kind(),
                        family.explanation().replace("|", "\\|"),
                        family.observes() + (family.calibrated() ? "; calibration" : ""),
                        family.costs(),
                        Long.toString(family.lines()))
                + " |";
    }

    /**
     * @return the table, and a sentence that counts
     */
    public String markdown() {
        List<String> header =
                new ArrayList<>(
                        List.of("family", "kind", "what it does", "looks at", "costs", "lines"));
        suites.forEach(suite -> header.add(suite.suite()));
        header.add("on the frontier");
        StringBuilder text = new StringBuilder(summary()).append("\n\n");
        text.append("| ").append(String.join(" | ", header)).append(" |\n");
        text.append("|").append(" --- |".repeat(header.size())).append('\n');
        for (FamilySource family : families) {
            text.append(described(family));
            suites.forEach(
                    suite -> text.append(' ').append(suite.cell(family.name())).append(" |"));
            text.append(' ').append(frontiers(family)).append(" |\n");
        }
        return text.toString();
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
