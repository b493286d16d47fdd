package io.exitbench.model.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.exitbench.ExitBenchException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a safetensors file: eight bytes with the little-endian length N, N bytes of JSON,
 * then the data. Checked as the reference implementation does it: at most 100 MB of header, and the
 * tensors cover the data without overlap, hole or remainder.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
final class SafetensorsHeader {
    static final String METADATA = "__metadata__";
    private static final long LARGEST_HEADER = 100_000_000;

    private final Path file;
    private final long fileSize;
    private final List<TensorInfo> tensors = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private long dataStart;

    /** Tensors in the order of their data, and texts by name. */
    record Content(List<TensorInfo> tensors, Map<String, String> metadata) {}

    private record Entry(StorageType type, List<Long> shape, long begin, long end) {}

    private SafetensorsHeader(Path file, long fileSize) {
        this.file = file;
        this.fileSize = fileSize;
    }

    /** The tensors of a file in the order of their data. */
    static List<TensorInfo> read(Path file) {
        return open(file).tensors();
    }

    /** The whole header of a file. */
    static Content open(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            SafetensorsHeader header = new SafetensorsHeader(file, channel.size());
            header.parse(header.json(channel));
            header.checkCoverage();
            return new Content(List.copyOf(header.tensors), header.metadata);
        } catch (MalformedJsonException
                | EOFException
                | CharacterCodingException
                | NumberFormatException
                | IllegalStateException e) {
            throw new ExitBenchException(
                    "The header of %s is not the JSON of a safetensors file; fetch the file again."
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw WeightFolder.unreadable(e);
        }
    }

    private byte[] json(FileChannel channel) throws IOException {
        if (fileSize < 8) {
            throw damaged("is truncated: it has %d bytes, too few for a header", fileSize);
        }
        long length = fully(channel, 0, 8).getLong();
        if (length < 2 || length > LARGEST_HEADER) {
            throw damaged(
                    "claims a header of %s bytes, outside 2..%d",
                    Long.toUnsignedString(length), LARGEST_HEADER);
        }
        if (length > fileSize - 8) {
            throw damaged(
                    "is truncated: its header alone has %d bytes, the file %d", length, fileSize);
        }
        dataStart = 8 + length;
        return fully(channel, 8, (int) length).array();
    }

    private ByteBuffer fully(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                throw damaged("became shorter while it was read");
            }
        }
        return target.flip();
    }

    private void parse(byte[] json) throws IOException {
        InputStreamReader text =
                new InputStreamReader(
                        new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
        try (JsonReader reader = new JsonReader(text)) {
            reader.setStrictness(Strictness.STRICT);
            Set<String> names = new HashSet<>();
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (!names.add(name)) {
                    throw damaged("names tensor %s twice", Printable.of(name));
                }
                if (name.equals(METADATA)) {
                    readMetadata(reader);
                } else {
                    add(name, entry(name, reader));
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw damaged("has more than one JSON value in its header");
            }
        }
    }

    /** Texts by name are all the format allows here; what else is there means nothing. */
    private void readMetadata(JsonReader reader) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            reader.skipValue();
            return;
        }
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (reader.peek() == JsonToken.STRING) {
                metadata.put(name, reader.nextString());
            } else {
                reader.skipValue();
            }
        }
        reader.endObject();
    }

    private Entry entry(String name, JsonReader reader) throws IOException {
        StorageType type = null;
        List<Long> shape = null;
        List<Long> range = null;
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            switch (key) {
                case "dtype" -> type = type(name, reader.nextString());
                case "shape" -> shape = naturals(reader);
                case "data_offsets" -> range = naturals(reader);
                default ->
                        throw damaged(
                                "describes tensor %s with the unknown key %s",
                                Printable.of(name), Printable.of(key));
            }
        }
        reader.endObject();
        if (type == null || shape == null || range == null || range.size() != 2) {
            throw damaged(
                    "lacks dtype, shape or two data_offsets for tensor %s", Printable.of(name));
        }
        return new Entry(type, shape, range.get(0), range.get(1));
    }

    private StorageType type(String name, String dtype) {
        for (StorageType type : StorageType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw new ExitBenchException(
                "Tensor %s in %s has the type %s, which is not supported; use a checkpoint in F32, F16 or BF16."
                        .formatted(Printable.of(name), file, Printable.of(dtype)));
    }

    private static List<Long> naturals(JsonReader reader) throws IOException {
        List<Long> numbers = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            if (reader.peek() != JsonToken.NUMBER) {
                throw new MalformedJsonException("a number was expected");
            }
            // Not nextLong: it would take 1.0 and 1e3 too.
            long number = Long.parseLong(reader.nextString());
            if (number < 0) {
                throw new MalformedJsonException("a number is negative");
            }
            numbers.add(number);
        }
        reader.endArray();
        return numbers;
    }

    private void add(String name, Entry entry) {
        long available = fileSize - dataStart;
        if (entry.begin > entry.end) {
            throw damaged("has a range that ends before it begins for %s", Printable.of(name));
        }
        if (entry.end > available) {
            throw damaged(
                    "is truncated: tensor %s ends at byte %d of the data, of which there are %d",
                    Printable.of(name), entry.end, available);
        }
        TensorInfo info =
                new TensorInfo(name, entry.type, entry.shape, file, dataStart + entry.begin);
        if (info.bytes() != entry.end - entry.begin) {
            throw damaged(
                    "gives tensor %s %d bytes where its shape and type need %d",
                    Printable.of(name), entry.end - entry.begin, info.bytes());
        }
        tensors.add(info);
    }

    private void checkCoverage() {
        tensors.sort(Comparator.comparingLong(TensorInfo::offset).thenComparing(TensorInfo::bytes));
        long expected = dataStart;
        for (TensorInfo tensor : tensors) {
            if (tensor.offset() != expected) {
                throw damaged(
                        tensor.offset() < expected
                                ? "has tensor %s overlap another"
                                : "has unused bytes before tensor %s",
                        Printable.of(tensor.name()));
            }
            expected += tensor.bytes();
        }
        if (expected != fileSize) {
            throw damaged("has %d bytes after its last tensor", fileSize - expected);
        }
    }

    private ExitBenchException damaged(String what, Object... arguments) {
        return new ExitBenchException(
                file + " " + what.formatted(arguments) + "; fetch the file again.");
    }
}
