package io.exitbench.result.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that was read back.
 *
 * @param header names of the columns
 * @param rows each as long as the header
 */
public record Table(List<String> header, List<List<String>> rows) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row does not fit the header
     */
    public Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " cells under " + header.size() + " columns");
            }
        }
    }

    /**
     * @return each row as its cells by column, in order
     */
    public List<Map<String, String>> records() {
        List<Map<String, String>> records = new ArrayList<>();
        for (List<String> row : rows) {
            Map<String, String> record = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                record.put(header.get(i), row.get(i));
            }
            records.add(record);
        }
        return records;
    }

    /**
     * @param names of columns and their new headings, in the order that is wanted
     * @return these columns alone; one that is not there is empty
     */
    public Table select(Map<String, String> names) {
        List<List<String>> selected =
                records().stream()
                        .map(r -> names.keySet().stream().map(n -> r.getOrDefault(n, "")).toList())
                        .toList();
        return new Table(List.copyOf(names.values()), selected);
    }

    /**
     * @return the table without columns that are empty in every row
     */
    public Table withoutEmptyColumns() {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            int column = i;
            if (rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
                kept.add(column);
            }
        }
        return new Table(
                kept.stream().map(header::get).toList(),
                rows.stream().map(row -> kept.stream().map(row::get).toList()).toList());
    }
}
