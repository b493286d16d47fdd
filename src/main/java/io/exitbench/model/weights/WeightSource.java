package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The tensors of a checkpoint, memory-mapped. Buffers are valid until the source is closed. */
public interface WeightSource extends AutoCloseable {
    /**
     * @return names of all tensors
     */
    Set<String> names();

    /**
     * @param name one of {@link #names()}
     * @return type and shape
     */
    TensorInfo info(String name);

    /**
     * @param name one of {@link #names()}
     * @return all bytes, read-only, direct, little-endian, row-major
     */
    ByteBuffer data(String name);

    /**
     * @return SHA-256 of the weight files, in hexadecimal
     */
    String digest();

    @Override
    void close();

    /**
     * Opens the weights of a checkpoint.
     *
     * @param folder of the checkpoint
     * @return its weights
     * @throws ExitBenchException if there are none or they are damaged
     */
    static WeightSource open(Path folder) {
        Path single = folder.resolve("model.safetensors");
        if (Files.isRegularFile(single)) {
            return SafetensorsFile.open(single);
        }
        throw new ExitBenchException(
                folder + " holds no model.safetensors; copy the checkpoint's weights into it.");
    }
}
