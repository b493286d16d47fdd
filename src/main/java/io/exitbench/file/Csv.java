package io.exitbench.file;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tables as CSV (RFC 4180, but with {@code \n} line ends), the only class that knows the CSV
 * library. Every table comes back as it was written, whatever its cells hold; a row has at least
 * one cell, and no cell is null.
 */
public final class Csv {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Csv() {}

    /**
     * @param rows of cells, the header first
     * @return a line for each row, which ends in {@code \n}; a row has several where a cell has
     */
    public static String text(Collection<? extends Collection<String>> rows) {
        RFC4180Parser parser = parser();
        StringBuilder text = new StringBuilder();
        for (Collection<String> row : rows) {
            // By itself the library does not quote a lone CR, which other readers take for a line.
            boolean quoted = row.stream().anyMatch(cell -> cell.indexOf('\r') >= 0);
            text.append(parser.parseToLine(row.toArray(String[]::new), quoted)).append('\n');
        }
        return text.toString();
    }

    /**
     * Writes the file as a whole or not at all.
     *
     * @param file to create or replace, in UTF-8
     * @param rows of cells, the header first
     * @throws io.exitbench.ExitBenchException if it cannot be written
     */
    public static void write(Path file, Collection<? extends Collection<String>> rows) {
        AtomicFile.write(file, text(rows));
    }

    /**
     * Reads what {@link #write} wrote, also if a spreadsheet has stored it again, with a byte order
     * mark and {@code \r\n} line ends.
     *
     * @param file in UTF-8
     * @return the cells of each row
     * @throws IOException if there is no such file, it is not UTF-8, or a quoted cell has no end
     */
    public static List<List<String>> read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /**
     * @param text of such a file
     * @return the cells of each row
     * @throws IOException if a quoted cell has no end
     */
    public static List<List<String>> parse(String text) throws IOException {
        return rows(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    /**
     * The library's parser takes one record at a time. Its reader would cut the records, but either
     * drops every CR or ends at the first empty line, which a cell may hold.
     */
    private static List<List<String>> rows(String text) throws IOException {
        RFC4180Parser parser = parser();
        List<List<String>> rows = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\n' && !quoted) {
                rows.add(row(parser, text.substring(start, i)));
                start = i + 1;
            }
        }
        if (quoted) {
            throw new IOException("A quoted cell has no end.");
        }
        if (start < text.length()) {
            rows.add(row(parser, text.substring(start)));
        }
        return rows;
    }

    private static List<String> row(RFC4180Parser parser, String record) throws IOException {
        String line = record.endsWith("\r") ? record.substring(0, record.length() - 1) : record;
        return List.of(parser.parseLine(line));
    }

    private static RFC4180Parser parser() {
        return new RFC4180ParserBuilder().build();
    }
}
