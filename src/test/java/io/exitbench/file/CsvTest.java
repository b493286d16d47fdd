package io.exitbench.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    private static final List<String> PIECES =
            List.of(
                    ",",
                    "\"",
                    "\"\"",
                    "\n",
                    "\r",
                    "\r\n",
                    "\n\n",
                    " ",
                    "\t",
                    ";",
                    "'",
                    "\\",
                    "#",
                    "a",
                    "b c",
                    "0.5",
                    "ü",
                    "語",
                    "\uD83D\uDE00",
                    "\u2028",
                    "\u0085",
                    "\uFEFF",
                    "NULL",
                    "=1");

    @TempDir Path folder;

    @Test
    void everyTableComesBackAsItWasWritten() throws IOException {
        Random random = new Random(420);
        Path file = folder.resolve("table.csv");
        for (int table = 0; table < 2000; table++) {
            int columns = 1 + random.nextInt(4);
            List<List<String>> rows =
                    Stream.concat(
                                    Stream.of(header(columns)),
                                    IntStream.range(0, random.nextInt(5))
                                            .mapToObj(row -> cells(random, columns)))
                            .toList();
            Files.writeString(file, Csv.text(rows));
            assertThat(Csv.read(file)).as("table %d", table).isEqualTo(rows);
        }
    }

    private static List<String> header(int columns) {
        return IntStream.range(0, columns).mapToObj(i -> "c" + i).toList();
    }

    private static List<String> cells(Random random, int columns) {
        return IntStream.range(0, columns)
                .mapToObj(
                        cell ->
                                random.ints(random.nextInt(5), 0, PIECES.size())
                                        .mapToObj(PIECES::get)
                                        .collect(Collectors.joining()))
                .toList();
    }

    @Test
    void linesEndInALineFeedAndOnlyWhatNeedsQuotesHasThem() {
        assertThat(
                        Csv.text(
                                List.of(
                                        List.of("a", "b c", "", "ü"),
                                        List.of("x,y", "say \"no\"", "l\nm", "z"))))
                .isEqualTo("a,b c,,ü\n\"x,y\",\"say \"\"no\"\"\",\"l\nm\",z\n");
    }

    @Test
    void aLoneCarriageReturnIsQuotedSinceOtherReadersTakeItForALine() {
        assertThat(Csv.text(List.of(List.of("a\rb", "c")))).isEqualTo("\"a\rb\",\"c\"\n");
    }

    @Test
    void whatASpreadsheetStoredAgainIsReadAlike() throws IOException {
        Path file = folder.resolve("again.csv");
        Files.writeString(file, "\uFEFFrun,score\r\n\"a, \"\"b\"\"\",\"1\"\r\nlast,\r\n");
        assertThat(Csv.read(file))
                .containsExactly(
                        List.of("run", "score"), List.of("a, \"b\"", "1"), List.of("last", ""));
    }

    @Test
    void aFolderMayBeALink() throws IOException {
        Path there = Files.createDirectories(folder.resolve("there"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), there);
        Csv.write(link.resolve("table.csv"), List.of(List.of("a")));
        assertThat(there.resolve("table.csv")).hasContent("a\n");
    }

    @Test
    void aCutFileIsNoTable() throws IOException {
        Path file = Files.writeString(folder.resolve("cut.csv"), "a,b\n1,\"never");
        assertThatThrownBy(() -> Csv.read(file)).isInstanceOf(IOException.class);
    }
}
