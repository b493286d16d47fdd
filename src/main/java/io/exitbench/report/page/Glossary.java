package io.exitbench.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the columns of {@code results.csv} mean: the one place where that is said. */
public final class Glossary {
    private static final String RESOURCE = "columns.tsv";
    private static final Map<String, Entry> ENTRIES = read();

    private Glossary() {}

    private record Entry(String heading, String meaning) {}

    private static Map<String, Entry> read() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : Resource.text(RESOURCE).lines().toList()) {
            String[] parts = line.split("\t", 3);
            entries.put(parts[0], new Entry(parts[1], parts[2]));
        }
        return entries;
    }

    /**
     * @return the columns that are explained, in the order of the file
     */
    public static List<String> columns() {
        return List.copyOf(ENTRIES.keySet());
    }

    /**
     * @param column of {@code results.csv}
     * @return a short heading with its unit; the column's name if there is none
     */
    public static String heading(String column) {
        Entry entry = ENTRIES.get(column);
        return entry == null ? column : entry.heading();
    }

    /**
     * @param column of {@code results.csv}
     * @return what it means; empty if that is not explained
     */
    public static String meaning(String column) {
        Entry entry = ENTRIES.get(column);
        return entry == null ? "" : entry.meaning();
    }

    /**
     * @return a row for each column, as {@code docs/results.md} has it
     */
    public static String markdown() {
        StringBuilder text = new StringBuilder("| column | meaning |\n| --- | --- |\n");
        ENTRIES.forEach(
                (column, entry) ->
                        text.append("| `")
                                .append(column)
                                .append("` | ")
                                .append(entry.meaning())
                                .append(" |\n"));
        return text.toString();
    }
}
