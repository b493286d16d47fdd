package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.ExitBenchException;
import io.exitbench.model.Architecture.Part;
import io.exitbench.model.weights.StorageType;
import io.exitbench.model.weights.TensorInfo;
import io.exitbench.model.weights.WeightSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tensors of a checkpoint's weight files. */
final class StoredTensors implements TensorSource {
    private static final long CHUNK_BYTES = 8 << 20;

    /** Numbers of these go to a model of the same type as they are. */
    private static final Map<StorageType, DataType> TYPES =
            Map.of(
                    StorageType.F32, DataType.FLOAT32,
                    StorageType.F16, DataType.FLOAT16,
                    StorageType.BF16, DataType.BFLOAT16);

    /** Outside the decoder, so it has no prefix. */
    private static final String HEAD = "lm_head.weight";

    private static final String EMBEDDINGS = "embed_tokens.weight";

    private final Path folder;
    private final WeightSource weights;
    private final boolean tied;
    private final String prefix;
    private final Map<String, String> parts = new HashMap<>();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    StoredTensors(Path folder, WeightSource weights, Architecture architecture) {
        this.folder = folder;
        this.weights = weights;
        tied = architecture.hasTiedHead();
        List<String> prefixes = architecture.prefixes();
        prefix =
                prefixes.stream()
                        .filter(p -> weights.names().stream().anyMatch(n -> n.startsWith(p)))
                        .findFirst()
                        .orElse(prefixes.get(0));
    }

    @Override
    public void load(Part part, NDArray target, long row, TypedTensors tensors) {
        String name = find(part.name());
        parts.put(name, part.name());
        TensorInfo info = weights.info(name);
        List<Long> expected = Arrays.stream(part.shape()).boxed().toList();
        if (!info.shape().equals(expected)) {
            throw new ExitBenchException(
                    "Tensor "
                            + name
                            + " in "
                            + folder
                            + " has shape "
                            + info.shape()
                            + " but config.json asks for "
                            + expected
                            + "; weights and configuration belong to different models.");
        }
        long rows = part.shape()[0];
        long rowBytes = info.bytes() / rows;
        long rowsAtATime = Math.max(1, CHUNK_BYTES / rowBytes);
        for (long from = 0; from < rows; from += rowsAtATime) {
            long count = Math.min(rows - from, rowsAtATime);
            long[] shape = part.shape().clone();
            shape[0] = count;
            put(info, from * rowBytes, target, row + from, new Shape(shape), tensors);
        }
    }

    /** What was loaded until now: by its name in the files, the part of the decoder it is. */
    Map<String, String> partsByStoredName() {
        return Map.copyOf(parts);
    }

    private void put(
            TensorInfo info,
            long offset,
            NDArray target,
            long row,
            Shape shape,
            TypedTensors tensors) {
        int count = Math.toIntExact(shape.size() * info.type().bytes());
        if (TYPES.get(info.type()) == tensors.type()) {
            tensors.putStored(target, row, read(info, offset, count), shape);
            return;
        }
        ByteBuffer floats =
                switch (info.type()) {
                    case F32 -> read(info, offset, count);
                    case F16, BF16 -> widened(info, offset, count);
                    default -> throw unsupported(info);
                };
        try (NDArray values = target.getManager().create(floats, shape, DataType.FLOAT32)) {
            tensors.put(target, row, values);
        }
    }

    private ExitBenchException unsupported(TensorInfo info) {
        return new ExitBenchException(
                "Tensor "
                        + info.name()
                        + " in "
                        + folder
                        + " is stored as "
                        + info.type()
                        + "; float32, float16 and bfloat16 are supported.");
    }

    /**
     * One small buffer serves all tensors: the host never holds a tensor twice, and mapped pages do
     * not stay in memory beside the model.
     */
    private ByteBuffer read(TensorInfo info, long offset, int count) {
        weights.read(info.name(), offset, room(count));
        return buffer.flip();
    }

    /**
     * Widened in Java, which is exact: native conversions of chunk after chunk leave holes between
     * the weights.
     */
    private ByteBuffer widened(TensorInfo info, long offset, int count) {
        int width = info.type().bytes();
        ByteBuffer floats = room(count / width * Float.BYTES);
        weights.readFloats(info.name(), offset / width, floats.asFloatBuffer());
        return floats;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return buffer.clear().limit(bytes);
    }

    private String find(String name) {
        for (String candidate : List.of(prefix + name, name)) {
            if (weights.names().contains(candidate)) {
                return candidate;
            }
        }
        // Of tied tensors, writers keep one, and not all of them the same.
        if (tied && name.equals(EMBEDDINGS) && weights.names().contains(HEAD)) {
            return HEAD;
        }
        boolean head = name.equals(HEAD);
        boolean other = name.equals(EMBEDDINGS) && weights.names().contains(HEAD);
        throw new ExitBenchException(
                "Tensor "
                        + (head ? "" : prefix)
                        + name
                        + " is missing from the weights in "
                        + folder
                        + "; the files are incomplete or belong to another model"
                        + (head || other
                                ? ", or config.json lacks \"tie_word_embeddings\": true."
                                : "."));
    }
}
