package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small safetensors file as a whole: named float arrays with text beside them. The bytes are a
 * function of the content alone, so equal content makes equal files.
 *
 * @param metadata text, in order
 * @param tensors arrays by name
 */
public record TensorFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
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

        private List<Long> longShape() {
            return Arrays.stream(shape).asLongStream().boxed().toList();
        }
    }

    /**
     * Writes the file; it appears whole or not at all.
     *
     * @param file replaced if it exists
     * @throws ExitBenchException if it cannot be written
     */
    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException failed) {
            throw new ExitBenchException(
                    "The folder of " + file + " cannot be made; check its permissions.", failed);
        }
        List<SafetensorsWriter.Tensor> declared = new ArrayList<>();
        tensors.forEach(
                (name, tensor) ->
                        declared.add(
                                new SafetensorsWriter.Tensor(
                                        name, StorageType.F32, tensor.longShape())));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, metadata, declared)) {
            tensors.forEach(
                    (name, tensor) -> writer.append(name, FloatBuffer.wrap(tensor.values())));
            writer.commit();
        }
    }

    /**
     * Reads a file written by {@link #write}.
     *
     * @param file the file
     * @param maxBytes refuse anything longer before reading it
     * @return its content, arrays in the order of their data
     * @throws ExitBenchException if it is missing, too long, truncated or something else
     */
    public static TensorFile read(Path file, long maxBytes) {
        try {
            if (Files.size(file) > maxBytes) {
                throw new ExitBenchException(
                        "The file "
                                + file
                                + " cannot be used: it is longer than "
                                + maxBytes
                                + " bytes; delete it and make it again.");
            }
        } catch (NoSuchFileException missing) {
            throw new ExitBenchException("There is no file " + file + ".", missing);
        } catch (IOException failed) {
            throw new ExitBenchException(
                    "The file " + file + " cannot be read; check its permissions.", failed);
        }
        try {
            return content(file);
        } catch (ExitBenchException damaged) {
            // The header's own sentence asks to fetch the file again, but nobody offers this one.
            throw new ExitBenchException(
                    "The file " + file + " is damaged: delete it and make it again.", damaged);
        }
    }

    private static TensorFile content(Path file) {
        SafetensorsHeader.Content header = SafetensorsHeader.open(file);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (WeightSource weights =
                MappedWeights.open(Set.of(file), header.tensors(), new FileDigests())) {
            for (TensorInfo info : header.tensors()) {
                if (info.type() != StorageType.F32
                        || info.elements() < 1
                        || info.bytes() > Integer.MAX_VALUE) {
                    throw new ExitBenchException(
                            "Tensor " + Printable.of(info.name()) + " is not of a few floats.");
                }
                float[] values = new float[(int) info.elements()];
                weights.readFloats(info.name(), 0, FloatBuffer.wrap(values));
                int[] shape = info.shape().stream().mapToInt(Math::toIntExact).toArray();
                tensors.put(info.name(), new Tensor(shape, values));
            }
        }
        return new TensorFile(header.metadata(), tensors);
    }
}
