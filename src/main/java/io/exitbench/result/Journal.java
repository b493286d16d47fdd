package io.exitbench.result;

import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RecordJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code journal.jsonl}, open for one process to append to. A line that a killed process left
 * unfinished is cut off when the next one opens the file.
 */
public final class Journal implements AutoCloseable {
    /** Its name in the folder. */
    public static final String FILE = "journal.jsonl";

    private final Path file;
    private final FileChannel channel;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a journal, or begins it.
     *
     * @param folder of the suite run, which exists
     * @return the journal, which the caller closes
     * @throws ExitBenchException if it cannot be written
     */
    public static Journal open(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            channel.truncate(wholeLines(file));
            channel.position(channel.size());
            return new Journal(file, channel);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Where the last whole line ends. */
    private static long wholeLines(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] buffer = new byte[1 << 16];
            long end = bytes.length();
            while (end > 0) {
                int length = (int) Math.min(buffer.length, end);
                bytes.seek(end - length);
                bytes.readFully(buffer, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    if (buffer[i] == '\n') {
                        return end - length + i + 1;
                    }
                }
                end -= length;
            }
            return 0;
        }
    }

    /**
     * Appends an entry that must survive whatever happens next: it is on the disk when this
     * returns.
     *
     * @param entry to append
     * @throws ExitBenchException if it cannot be written
     */
    public void commit(JournalEntry entry) {
        append(entry);
        try {
            channel.force(false);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Appends an entry that other processes see at once, but that a power failure may lose.
     *
     * @param entry to append
     * @throws ExitBenchException if it cannot be written
     */
    public void append(JournalEntry entry) {
        byte[] line = (RecordJson.line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(line);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Reads all entries. An unfinished last line is not one.
     *
     * @param folder of the suite run
     * @return the entries in order, none if there is no journal
     * @throws ExitBenchException if a line is malformed
     */
    public static List<JournalEntry> read(Path folder) {
        List<JournalEntry> entries = new ArrayList<>();
        if (Files.exists(folder.resolve(FILE))) {
            readFrom(folder, 0, entries::add);
        }
        return entries;
    }

    /**
     * Reads the entries that were appended since the last look.
     *
     * @param folder of the suite run
     * @param offset where the last look ended, 0 at first
     * @param consumer of the entries in order
     * @return where this look ended
     */
    public static long readFrom(Path folder, long offset, Consumer<JournalEntry> consumer) {
        Path file = folder.resolve(FILE);
        byte[] bytes;
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            long length = content.length() - offset;
            if (length > Integer.MAX_VALUE - 8) {
                throw new ExitBenchException(
                        file + " is larger than 2 GiB; measure fewer samples or strategies.");
            }
            bytes = new byte[(int) Math.max(0, length)];
            content.seek(offset);
            content.readFully(bytes);
        } catch (IOException e) {
            throw new ExitBenchException(
                    file + " cannot be read; give the folder of a suite run.", e);
        }
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                consumer.accept(parse(file, offset + start, line));
                start = i + 1;
            }
        }
        return offset + start;
    }

    private static JournalEntry parse(Path file, long offset, String line) {
        try {
            return RecordJson.entry(line);
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new ExitBenchException(
                    file
                            + " is damaged at byte "
                            + offset
                            + "; run the suite anew with -Dexitbench.resume=false.",
                    e);
        }
    }

    private static ExitBenchException unwritable(Path file, IOException cause) {
        return new ExitBenchException(
                file
                        + " cannot be written ("
                        + cause.getMessage()
                        + "); free space on the disk, then run the same command again to go on.",
                cause);
    }
}
