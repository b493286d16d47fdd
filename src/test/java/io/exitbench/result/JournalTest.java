package io.exitbench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.JournalEntry.Block;
import io.exitbench.result.record.JournalEntry.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir Path folder;

    private void append(JournalEntry... entries) {
        try (Journal journal = Journal.open(folder)) {
            for (JournalEntry entry : entries) {
                journal.commit(entry);
            }
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(
                folder.resolve(Journal.FILE),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Test
    void everyEntryComesBackInOrder() {
        assertThat(Journal.read(folder)).isEmpty();
        List<JournalEntry> entries = SuiteRecordsFixture.journal();
        append(entries.toArray(JournalEntry[]::new));
        assertThat(Journal.read(folder)).usingRecursiveComparison().isEqualTo(entries);
    }

    @Test
    void aTornLastLineIsNoEntryAndIsCutOffByTheNextProcess() throws IOException {
        append(new Block("a", 0));
        write("{\"kind\":\"block\",\"session\":\"a\",\"blo");
        assertThat(Journal.read(folder)).containsExactly(new Block("a", 0));
        append(new Block("b", 1));
        assertThat(Journal.read(folder)).containsExactly(new Block("a", 0), new Block("b", 1));
    }

    @Test
    void aJournalThatIsATornLineAloneBeginsAnew() throws IOException {
        write("{\"ki");
        append(new Block("a", 0));
        assertThat(Journal.read(folder)).containsExactly(new Block("a", 0));
    }

    @Test
    void aTornLineLongerThanTheBufferIsFound() throws IOException {
        append(new Block("a", 0));
        write("x".repeat(200_000));
        append(new Block("a", 1));
        assertThat(Journal.read(folder)).hasSize(2);
    }

    @Test
    void aMalformedLineIsRefusedWithItsPlace() throws IOException {
        append(new Block("a", 0));
        long end = Files.size(folder.resolve(Journal.FILE));
        for (String line :
                List.of(
                        "{",
                        "null",
                        "[]",
                        "",
                        "{\"kind\":\"window\",\"cost\":3}",
                        "{\"kind\":{}}",
                        "{\"kind\":\"nothing\"}")) {
            write(line + "\n");
            assertThatThrownBy(() -> Journal.read(folder))
                    .as(line)
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("journal.jsonl is damaged at byte " + end)
                    .hasMessageContaining("-Dexitbench.resume=false");
            try (var channel =
                    Files.newByteChannel(folder.resolve(Journal.FILE), StandardOpenOption.WRITE)) {
                channel.truncate(end);
            }
        }
    }

    @Test
    void aReaderGoesOnWhereItEnded() throws IOException {
        append(new Refusal("über"));
        List<JournalEntry> seen = new ArrayList<>();
        long offset = Journal.readFrom(folder, 0, seen::add);
        assertThat(Journal.readFrom(folder, offset, seen::add)).isEqualTo(offset);
        write("{\"kind\":\"refusal\",");
        assertThat(Journal.readFrom(folder, offset, seen::add)).isEqualTo(offset);
        write("\"reason\":\"two\"}\n");
        Journal.readFrom(folder, offset, seen::add);
        assertThat(seen).containsExactly(new Refusal("über"), new Refusal("two"));
    }
}
