package io.exitbench.agent.trace;

import com.google.gson.Gson;
import io.exitbench.ExitBenchException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a trace episode by episode. The file appears under its name only after {@link #finish()};
 * until then, and after a crash, there is at most a {@code .part} file beside it.
 */
public final class TraceWriter implements AutoCloseable {
    private record Entry(long firstToken, int tokens, int file) {}

    private final Path file;
    private final Path part;
    private final TraceHeader header;
    private final FileChannel channel;
    private final long recordsAt;
    private final Map<String, Integer> files = new LinkedHashMap<>();
    private final List<Entry> episodes = new ArrayList<>();
    private long tokens;
    private boolean finished;

    private TraceWriter(Path file, Path part, TraceHeader header, FileChannel channel)
            throws IOException {
        this.file = file;
        this.part = part;
        this.header = header;
        this.channel = channel;
        byte[] json = header.json().getBytes(StandardCharsets.UTF_8);
        this.recordsAt = TraceLayout.aligned(TraceLayout.PREAMBLE_BYTES + json.length);
        channel.position(TraceLayout.PREAMBLE_BYTES);
        write(ByteBuffer.wrap(json));
        channel.position(recordsAt);
    }

    /**
     * Starts a trace in a folder, named by the header's key.
     *
     * @param folder created where it is missing
     * @param header what will be recorded
     * @return the writer
     * @throws ExitBenchException if the folder cannot be written
     */
    public static TraceWriter create(Path folder, TraceHeader header) {
        Path file = fileFor(folder, header);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
            return new TraceWriter(file, part, header, channel);
        } catch (IOException failed) {
            throw new ExitBenchException(
                    "The trace " + part + " cannot be written: " + failed.getMessage() + ".",
                    failed);
        }
    }

    /**
     * @param folder where traces are kept
     * @param header of the trace
     * @return the file that holds, or will hold, the trace with this header
     */
    public static Path fileFor(Path folder, TraceHeader header) {
        return folder.resolve(header.key() + ".trace");
    }

    /**
     * Appends one finished completion. An episode without tokens leaves no mark.
     *
     * @param episode recorded for this writer's header
     * @throws ExitBenchException if it belongs to another trace, is unfinished or cannot be written
     */
    public void append(TraceEpisode episode) {
        if (!episode.header().equals(header)) {
            throw new ExitBenchException(
                    "An episode of "
                            + episode.fileId()
                            + " was recorded for another trace than "
                            + file.getFileName()
                            + ".");
        }
        if (episode.tokens() == 0) {
            return;
        }
        int number = files.computeIfAbsent(episode.fileId(), id -> files.size());
        episodes.add(new Entry(tokens, episode.tokens(), number));
        tokens += episode.tokens();
        try {
            write(episode.records());
        } catch (IOException failed) {
            throw cannotWrite(failed);
        }
    }

    /**
     * Publishes the trace under its final name.
     *
     * @return the file
     * @throws ExitBenchException if it cannot be written
     */
    public Path finish() {
        try {
            long indexAt = channel.position();
            write(ByteBuffer.wrap(index()));
            long length = channel.position();
            channel.position(0);
            write(preamble(indexAt, length));
            channel.force(true);
            channel.close();
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            finished = true;
            return file;
        } catch (IOException failed) {
            throw cannotWrite(failed);
        }
    }

    /** Throws the unfinished trace away; after {@link #finish()} it does nothing. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException failed) {
            throw cannotWrite(failed);
        }
    }

    private ByteBuffer preamble(long indexAt, long length) {
        return ByteBuffer.allocate(TraceLayout.PREAMBLE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(TraceLayout.MAGIC)
                .putInt(TraceLayout.VERSION)
                .putInt(header.json().getBytes(StandardCharsets.UTF_8).length)
                .putLong(tokens)
                .putLong(episodes.size())
                .putLong(recordsAt)
                .putLong(indexAt)
                .putLong(length)
                .rewind();
    }

    private byte[] index() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Entry episode : episodes) {
                out.writeLong(Long.reverseBytes(episode.firstToken()));
                out.writeInt(Integer.reverseBytes(episode.tokens()));
                out.writeInt(Integer.reverseBytes(episode.file()));
            }
            out.write(new Gson().toJson(files.keySet()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private ExitBenchException cannotWrite(IOException cause) {
        return new ExitBenchException(
                "The trace " + part + " cannot be written: " + cause.getMessage() + ".", cause);
    }
}
