package io.exitbench.model.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The stored tensors of one checkpoint. Safe for use by several threads until closed. */
public interface WeightSource extends AutoCloseable {
    /**
     * Opens the weights of a checkpoint folder in Hugging Face's layout. The first that is there
     * wins: {@code model.safetensors}, {@code model.safetensors.index.json}, {@code
     * pytorch_model.bin}, {@code pytorch_model.bin.index.json}. A tensor that an index names and no
     * shard holds is none: indexes often name tied weights that are stored once.
     *
     * @param folder the checkpoint folder
     * @return its weights, with every header checked and nothing of the data read yet
     * @throws io.exitbench.ExitBenchException when there are none or a file is damaged
     */
    static WeightSource open(Path folder) {
        return open(folder, new FileDigests());
    }

    /**
     * As {@link #open(Path)}, sharing digests that were computed before.
     *
     * @param folder the checkpoint folder
     * @param digests remembers digests of unchanged files
     * @return its weights
     * @throws io.exitbench.ExitBenchException when there are none or a file is damaged
     */
    static WeightSource open(Path folder, FileDigests digests) {
        return WeightFolder.open(folder, digests);
    }

    /**
     * Opens one safetensors file.
     *
     * @param file the file
     * @return its tensors, with the header checked and nothing of the data read yet
     * @throws io.exitbench.ExitBenchException when the file is damaged
     */
    static WeightSource openFile(Path file) {
        return MappedWeights.open(Set.of(file), SafetensorsHeader.read(file), new FileDigests());
    }

    /**
     * @return the names of all tensors, in the order of the files
     */
    Set<String> names();

    /**
     * @param name a tensor's name
     * @return its type, shape and place
     * @throws io.exitbench.ExitBenchException when there is no such tensor
     */
    TensorInfo info(String name);

    /**
     * Maps a whole tensor.
     *
     * @param name a tensor of at most 2 GiB - 1 bytes
     * @return a read-only little-endian direct view of the file; it stays valid after {@link
     *     #close} and is unmapped when it is garbage-collected
     * @throws io.exitbench.ExitBenchException when there is no such tensor or it is too large
     */
    ByteBuffer data(String name);

    /**
     * Maps a part of a tensor.
     *
     * @param name a tensor's name
     * @param byteOffset first byte inside the tensor
     * @param byteCount number of bytes
     * @return as for {@link #data(String)}
     * @throws io.exitbench.ExitBenchException when there is no such tensor
     * @throws IndexOutOfBoundsException when the range leaves the tensor
     */
    ByteBuffer data(String name, long byteOffset, int byteCount);

    /**
     * Copies a part of a tensor without mapping it, for a loader that must not keep the file
     * resident beside its own copy.
     *
     * @param name a tensor's name
     * @param byteOffset first byte inside the tensor
     * @param target is filled from its position to its limit
     * @throws io.exitbench.ExitBenchException when there is no such tensor or it cannot be read
     * @throws IndexOutOfBoundsException when the range leaves the tensor
     */
    void read(String name, long byteOffset, ByteBuffer target);

    /**
     * Copies elements of a floating-point tensor, widened to floats.
     *
     * @param name a tensor's name
     * @param firstElement index of the first element in row-major order
     * @param target is filled from its position to its limit
     * @throws io.exitbench.ExitBenchException when there is no such tensor or it holds integers
     * @throws IndexOutOfBoundsException when the range leaves the tensor
     */
    void readFloats(String name, long firstElement, FloatBuffer target);

    /**
     * Identifies the content: the SHA-256 of the only weight file, or, of several, the SHA-256 over
     * their names and digests. The first call reads all files.
     *
     * @return 64 lower-case hexadecimal digits
     */
    String digest();

    /**
     * @return the SHA-256 of each weight file by file name
     */
    Map<String, String> fileDigests();

    /**
     * @return the bytes of all tensors together
     */
    long totalBytes();

    /** Closes the files. Buffers handed out before stay valid. */
    @Override
    void close();
}
