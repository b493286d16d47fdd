package io.exitbench.model.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes a safetensors file as the reference implementation lays it out. The tensors are declared
 * first and then filled piece by piece in any order, so that no more than one piece is in memory.
 * The file appears under its name only when {@link #commit} is called; closing without it leaves
 * nothing behind. Not for use by several threads.
 */
public final class SafetensorsWriter implements AutoCloseable {
    private static final int STAGING_BYTES = 1 << 16;

    /**
     * A tensor to be written.
     *
     * @param name its name, unique in the file
     * @param type {@code F32}, {@code F16} or {@code BF16}
     * @param shape its dimensions
     */
    public record Tensor(String name, StorageType type, List<Long> shape) {
        /** Takes a copy of the shape. */
        public Tensor {
            Objects.requireNonNull(name);
            shape = List.copyOf(shape);
        }
    }

    private static final class Slot {
        private final StorageType type;
        private final long end;
        private long position;

        private Slot(TensorInfo info, long dataStart) {
            type = info.type();
            position = dataStart + info.offset();
            end = position + info.bytes();
        }
    }

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final Map<String, Slot> slots = new HashMap<>();
    private final ByteBuffer staging =
            ByteBuffer.allocateDirect(STAGING_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsWriter(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Begins a file with the metadata {@code format: pt}, which Hugging Face's loaders ask for.
     *
     * @param target the file to be, in a folder that exists; one of that name is replaced
     * @param tensors what it will hold
     * @return the writer, to be closed
     * @throws ExitBenchException when a name occurs twice or the file cannot be written
     */
    public static SafetensorsWriter create(Path target, List<Tensor> tensors) {
        return create(target, Map.of("format", "pt"), tensors);
    }

    /** As {@link #create(Path, List)}, with other texts beside the tensors, in their order. */
    static SafetensorsWriter create(
            Path target, Map<String, String> metadata, List<Tensor> tensors) {
        try {
            // Not Files.createTempFile: its result is readable by the owner alone.
            Path temporary =
                    target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
            FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            SafetensorsWriter writer = new SafetensorsWriter(target, temporary, channel);
            try {
                writer.begin(metadata, tensors);
                return writer;
            } catch (IOException | RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private void begin(Map<String, String> texts, List<Tensor> tensors) throws IOException {
        // Widest elements first, then by name: every tensor stays aligned to its element size.
        List<Tensor> ordered =
                tensors.stream()
                        .sorted(
                                Comparator.comparingInt((Tensor t) -> -t.type().bytes())
                                        .thenComparing(Tensor::name))
                        .toList();
        JsonObject header = new JsonObject();
        JsonObject metadata = new JsonObject();
        texts.forEach(metadata::addProperty);
        header.add(SafetensorsHeader.METADATA, metadata);
        Map<String, TensorInfo> places = new HashMap<>();
        long offset = 0;
        for (Tensor tensor : ordered) {
            TensorInfo info =
                    new TensorInfo(tensor.name(), tensor.type(), tensor.shape(), target, offset);
            if (header.has(tensor.name())) {
                throw new ExitBenchException(
                        "Cannot write %s: the tensor name %s occurs twice; name each tensor once."
                                .formatted(target, tensor.name()));
            }
            places.put(tensor.name(), info);
            header.add(tensor.name(), description(info));
            offset = Math.addExact(offset, info.bytes());
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = json.length + 7 & ~7;
        ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(json);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        write(start.flip(), 0);
        places.forEach((name, info) -> slots.put(name, new Slot(info, 8L + padded)));
    }

    private static JsonObject description(TensorInfo info) {
        JsonArray shape = new JsonArray();
        info.shape().forEach(shape::add);
        JsonArray range = new JsonArray();
        range.add(info.offset());
        range.add(info.offset() + info.bytes());
        JsonObject description = new JsonObject();
        description.addProperty("dtype", info.type().name());
        description.add("shape", shape);
        description.add("data_offsets", range);
        return description;
    }

    /**
     * Appends elements to a tensor, rounded to its type.
     *
     * @param name a declared tensor
     * @param values the next elements in row-major order; all remaining ones are consumed
     * @throws ExitBenchException when the tensor was not declared, is full, or the disk is
     */
    public void append(String name, FloatBuffer values) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new ExitBenchException(
                    "Cannot write tensor %s to %s: declare it when the file is begun."
                            .formatted(name, target));
        }
        if ((long) values.remaining() * slot.type.bytes() > slot.end - slot.position) {
            throw new ExitBenchException(
                    "Tensor %s of %s was given more elements than its shape holds; check the shape."
                            .formatted(name, target));
        }
        int capacity = STAGING_BYTES / slot.type.bytes();
        int limit = values.limit();
        try {
            while (values.position() < limit) {
                values.limit(Math.min(limit, values.position() + capacity));
                staging.clear();
                Floats.narrow(values, slot.type, staging);
                staging.flip();
                int count = staging.remaining();
                write(staging, slot.position);
                slot.position += count;
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            values.limit(limit);
        }
    }

    /**
     * Finishes the file and gives it its name in one step.
     *
     * @throws ExitBenchException when a tensor is not full yet or the file cannot be written
     */
    public void commit() {
        slots.forEach(
                (name, slot) -> {
                    if (slot.position != slot.end) {
                        throw new ExitBenchException(
                                "Tensor %s of %s lacks %d bytes; append all its elements first."
                                        .formatted(name, target, slot.end - slot.position));
                    }
                });
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Removes the temporary file when {@link #commit} was not reached. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static ExitBenchException unwritable(Path target, IOException e) {
        return new ExitBenchException(
                "Cannot write %s (%s); check the folder, its permissions and the space left."
                        .formatted(target, e),
                e);
    }
}
