package io.exitbench.agent.trace;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Opens traces. Every count in the file is held against the file's length before anything is
 * allocated for it, so that a truncated or foreign file costs nothing but a refusal.
 */
public final class TraceReader {
    private static final int MAX_SEGMENT_BYTES = 1 << 30;

    private final int segmentBytes;

    /** Maps in pieces of at most 1 GiB, since a buffer's index is an {@code int}. */
    public TraceReader() {
        this(MAX_SEGMENT_BYTES);
    }

    TraceReader(int segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    private record Preamble(
            int headerBytes,
            long tokens,
            long episodes,
            long recordsAt,
            long indexAt,
            long length) {}

    /**
     * Opens the trace with a given header.
     *
     * @param folder where traces are kept
     * @param expected the header
     * @return the trace
     * @throws ExitBenchException if there is none, or the file holds something else
     */
    public Trace open(Path folder, TraceHeader expected) {
        Path file = TraceWriter.fileFor(folder, expected);
        Trace trace = open(file);
        if (!trace.header().equals(expected)) {
            throw refused(file, "it was recorded from other inputs than its name says");
        }
        return trace;
    }

    /**
     * Opens a trace file.
     *
     * @param file the file
     * @return the trace
     * @throws ExitBenchException if it is missing, truncated or not a trace
     */
    public Trace open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Preamble preamble = preamble(file, channel);
            TraceHeader header = header(file, channel, preamble);
            TraceLayout layout = new TraceLayout(header);
            requireSizes(file, preamble, layout);
            List<Trace.Episode> episodes = episodes(file, channel, preamble);
            int perSegment = Math.max(1, segmentBytes / layout.recordBytes());
            return new Trace(
                    header,
                    episodes,
                    map(channel, preamble, layout, perSegment),
                    perSegment,
                    preamble.tokens());
        } catch (NoSuchFileException missing) {
            throw new ExitBenchException("There is no trace " + file + ": record it first.");
        } catch (IOException failed) {
            throw new ExitBenchException(
                    "The trace " + file + " cannot be read: " + failed.getMessage() + ".", failed);
        }
    }

    private static Preamble preamble(Path file, FileChannel channel) throws IOException {
        if (channel.size() < TraceLayout.PREAMBLE_BYTES) {
            throw refused(file, "it is shorter than a trace can be");
        }
        ByteBuffer bytes = read(channel, 0, TraceLayout.PREAMBLE_BYTES);
        if (bytes.getLong() != TraceLayout.MAGIC) {
            throw refused(file, "it is not a trace");
        }
        int version = bytes.getInt();
        if (version != TraceLayout.VERSION) {
            throw refused(
                    file,
                    "it has format version " + version + " instead of " + TraceLayout.VERSION);
        }
        Preamble preamble =
                new Preamble(
                        bytes.getInt(),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getLong());
        if (preamble.length() != channel.size()) {
            throw refused(
                    file,
                    "it has " + channel.size() + " of " + preamble.length() + " bytes (truncated)");
        }
        return preamble;
    }

    private static TraceHeader header(Path file, FileChannel channel, Preamble preamble)
            throws IOException {
        int length = preamble.headerBytes();
        if (length < 2
                || length > TraceLayout.MAX_HEADER_BYTES
                || TraceLayout.PREAMBLE_BYTES + (long) length > channel.size()) {
            throw refused(file, "its header cannot be " + length + " bytes long");
        }
        try {
            return TraceHeader.fromJson(text(read(channel, TraceLayout.PREAMBLE_BYTES, length)));
        } catch (ExitBenchException broken) {
            throw refused(file, broken.getMessage());
        }
    }

    private static void requireSizes(Path file, Preamble preamble, TraceLayout layout) {
        long recordsAt = TraceLayout.aligned(TraceLayout.PREAMBLE_BYTES + preamble.headerBytes());
        long room = preamble.length() - recordsAt;
        // Division, not multiplication: the counts are not trusted and a product could overflow.
        boolean fits =
                preamble.recordsAt() == recordsAt
                        && preamble.tokens() >= 0
                        && preamble.tokens() <= room / layout.recordBytes()
                        && preamble.indexAt()
                                == recordsAt + preamble.tokens() * layout.recordBytes()
                        && preamble.episodes() >= 0
                        && preamble.episodes()
                                <= (preamble.length() - preamble.indexAt())
                                        / TraceLayout.INDEX_ENTRY_BYTES
                        && preamble.length() - preamble.indexAt() <= Integer.MAX_VALUE;
        if (!fits) {
            throw refused(file, "its sizes contradict each other");
        }
    }

    private static List<Trace.Episode> episodes(Path file, FileChannel channel, Preamble preamble)
            throws IOException {
        int count = (int) preamble.episodes();
        int length = (int) (preamble.length() - preamble.indexAt());
        ByteBuffer index = read(channel, preamble.indexAt(), length);
        ByteBuffer names = index.duplicate().position(count * TraceLayout.INDEX_ENTRY_BYTES);
        String[] files = fileIds(file, text(names));
        List<Trace.Episode> episodes = new ArrayList<>(count);
        long next = 0;
        for (int i = 0; i < count; i++) {
            long first = index.getLong();
            int tokens = index.getInt();
            int number = index.getInt();
            if (first != next || tokens < 1 || number < 0 || number >= files.length) {
                throw refused(file, "its index of episodes is damaged");
            }
            episodes.add(new Trace.Episode(files[number], first, tokens));
            next += tokens;
        }
        if (next != preamble.tokens()) {
            throw refused(file, "its index of episodes is damaged");
        }
        return episodes;
    }

    private static String[] fileIds(Path file, String json) {
        try {
            String[] ids = new Gson().fromJson(json, String[].class);
            if (ids != null && !Arrays.asList(ids).contains(null)) {
                return ids;
            }
        } catch (JsonParseException | IllegalStateException malformed) {
            // Refused below, like an absent list.
        }
        throw refused(file, "its list of files is damaged");
    }

    private static MappedByteBuffer[] map(
            FileChannel channel, Preamble preamble, TraceLayout layout, int perSegment)
            throws IOException {
        int count = Math.toIntExact((preamble.tokens() + perSegment - 1) / perSegment);
        MappedByteBuffer[] segments = new MappedByteBuffer[count];
        for (int i = 0; i < count; i++) {
            long first = (long) i * perSegment;
            long records = Math.min(perSegment, preamble.tokens() - first);
            segments[i] =
                    channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            preamble.recordsAt() + first * layout.recordBytes(),
                            records * layout.recordBytes());
            segments[i].order(ByteOrder.LITTLE_ENDIAN);
        }
        return segments;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("it ended early");
            }
        }
        return bytes.flip();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static ExitBenchException refused(Path file, String why) {
        return new ExitBenchException(
                "The trace " + file + " cannot be used: " + why + "; delete it and record again.");
    }
}
