package io.exitbench.agent.ppo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named float arrays with text beside them, in the safetensors layout: an 8-byte little-endian
 * header length, a JSON header, then the little-endian values. The bytes are a function of the
 * content alone, so equal content makes equal files.
 *
 * @param metadata text, in order
 * @param tensors arrays, in order
 */
public record TensorFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
    private static final int MAX_HEADER_BYTES = 16 << 20;
    private static final String METADATA = "__metadata__";
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * One array.
     *
     * @param shape lengths of its dimensions, row-major
     * @param values shared, not copied
     */
    public record Tensor(int[] shape, float[] values) {
        /**
         * @throws IllegalArgumentException if the shape does not fit the values
         */
        public Tensor {
            long size = 1;
            for (int length : shape) {
                size *= length;
            }
            if (size != values.length) {
                throw new IllegalArgumentException("shape does not fit the number of values");
            }
        }

        /**
         * @param values a vector
         * @return it as a tensor of one dimension
         */
        public static Tensor vector(float[] values) {
            return new Tensor(new int[] {values.length}, values);
        }
    }

    private record Entry(String dtype, int[] shape, long[] data_offsets) {}

    /**
     * Writes the file; it appears whole or not at all.
     *
     * @param file replaced if it exists
     * @throws ExitBenchException if it cannot be written
     */
    public void write(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(part, bytes());
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new ExitBenchException(
                    "The file " + file + " cannot be written: " + failed.getMessage() + ".",
                    failed);
        }
    }

    private byte[] bytes() {
        JsonObject header = new JsonObject();
        header.add(METADATA, GSON.toJsonTree(metadata));
        long end = 0;
        for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
            long begin = end;
            end += 4L * named.getValue().values().length;
            Entry entry = new Entry("F32", named.getValue().shape(), new long[] {begin, end});
            header.add(named.getKey(), GSON.toJsonTree(entry));
        }
        String json = GSON.toJson(header);
        int unpadded = json.getBytes(StandardCharsets.UTF_8).length;
        byte[] padded =
                (json + " ".repeat((8 - unpadded % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(8 + padded.length + end))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded.length)
                        .put(padded);
        for (Tensor tensor : tensors.values()) {
            bytes.asFloatBuffer().put(tensor.values());
            bytes.position(bytes.position() + 4 * tensor.values().length);
        }
        return bytes.array();
    }

    /**
     * Reads a file written by {@link #write}.
     *
     * @param file the file
     * @param maxBytes refuse anything longer before reading it
     * @return its content
     * @throws ExitBenchException if it is missing, too long, truncated or something else
     */
    public static TensorFile read(Path file, long maxBytes) {
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw refused(file, "it is longer than " + maxBytes + " bytes");
            }
            return parse(file, ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException missing) {
            throw new ExitBenchException("There is no file " + file + ".");
        } catch (IOException failed) {
            throw new ExitBenchException(
                    "The file " + file + " cannot be read: " + failed.getMessage() + ".", failed);
        } catch (JsonParseException
                | IllegalArgumentException
                | IllegalStateException
                | NullPointerException malformed) {
            // Gson answers a null among numbers, or a number too many, with any of these.
            throw refused(file, "its header is malformed");
        }
    }

    private static TensorFile parse(Path file, ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.remaining() < 8 ? -1 : bytes.getLong();
        if (length < 2 || length > MAX_HEADER_BYTES || length > bytes.remaining()) {
            throw refused(file, "it is truncated or no tensor file");
        }
        ByteBuffer json = bytes.slice(bytes.position(), (int) length);
        ByteBuffer data = bytes.position(8 + (int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
        JsonObject header =
                JsonParser.parseString(StandardCharsets.UTF_8.decode(json).toString())
                        .getAsJsonObject();
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long expected = 0;
        for (Map.Entry<String, JsonElement> named : header.entrySet()) {
            if (named.getKey().equals(METADATA)) {
                named.getValue()
                        .getAsJsonObject()
                        .entrySet()
                        .forEach(
                                text -> metadata.put(text.getKey(), text.getValue().getAsString()));
                continue;
            }
            Entry entry = GSON.fromJson(named.getValue(), Entry.class);
            Tensor tensor = tensor(file, entry, data, expected);
            expected += 4L * tensor.values().length;
            tensors.put(named.getKey(), tensor);
        }
        if (expected != data.capacity()) {
            throw refused(file, "it does not hold the values its header declares");
        }
        return new TensorFile(metadata, tensors);
    }

    private static Tensor tensor(Path file, Entry entry, ByteBuffer data, long expected) {
        if (!"F32".equals(entry.dtype())
                || entry.data_offsets().length != 2
                || entry.data_offsets()[0] != expected) {
            throw refused(file, "it holds something else than consecutive F32 tensors");
        }
        long room = (data.capacity() - expected) / 4;
        long count = 1;
        for (int dimension : entry.shape()) {
            if (dimension < 1 || dimension > room / count) {
                throw refused(file, "it is truncated or its shapes are wrong");
            }
            count *= dimension;
        }
        if (count > room || entry.data_offsets()[1] - expected != 4 * count) {
            throw refused(file, "its shapes and sizes contradict each other");
        }
        float[] values = new float[(int) count];
        data.position((int) expected).asFloatBuffer().get(values);
        return new Tensor(entry.shape(), values);
    }

    private static ExitBenchException refused(Path file, String why) {
        return new ExitBenchException("The file " + file + " cannot be used: " + why + ".");
    }
}
