package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Where a tensor lies and what it looks like. Elements are contiguous in row-major order.
 *
 * @param name its name in the checkpoint
 * @param type how its elements are stored
 * @param shape its dimensions, each at least 0; empty for a scalar
 * @param file the file that holds it
 * @param offset first byte in that file
 */
public record TensorInfo(String name, StorageType type, List<Long> shape, Path file, long offset) {

    /** Checks that the byte size can be told in a long. */
    public TensorInfo {
        shape = List.copyOf(shape);
        byteSize(name, type, shape, file);
    }

    /**
     * @return the dimensions in a new array
     */
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * @return the number of elements
     */
    public long elements() {
        return bytes() / type.bytes();
    }

    /**
     * @return the number of bytes
     */
    public long bytes() {
        return byteSize(name, type, shape, file);
    }

    private static long byteSize(String name, StorageType type, List<Long> shape, Path file) {
        // A zero anywhere makes the tensor empty, even where the other dimensions would overflow.
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw badShape(name, shape, file);
        }
        if (shape.contains(0L)) {
            return 0;
        }
        long bytes = type.bytes();
        try {
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException overflow) {
            throw badShape(name, shape, file);
        }
        return bytes;
    }

    private static ExitBenchException badShape(String name, List<Long> shape, Path file) {
        return new ExitBenchException(
                "Tensor %s in %s claims the impossible shape %s; fetch the file again."
                        .formatted(
                                Printable.of(name),
                                file,
                                Printable.of(Arrays.toString(shape.toArray()))));
    }
}
