package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * One file in the safetensors format: the length of a JSON header (8 bytes), the header, the data.
 * Everything the header claims is checked before anything is mapped.
 */
final class SafetensorsFile implements WeightSource {
    private static final int LENGTH_BYTES = 8;

    /** The limit of the reference implementation. */
    private static final long LARGEST_HEADER = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, TensorInfo> tensors;

    private SafetensorsFile(Path file, FileChannel channel, Map<String, TensorInfo> tensors) {
        this.file = file;
        this.channel = channel;
        this.tensors = tensors;
    }

    static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            long headerLength = size < LENGTH_BYTES ? -1 : read(channel, 0, LENGTH_BYTES).getLong();
            if (headerLength < 2 || headerLength > Math.min(LARGEST_HEADER, size - LENGTH_BYTES)) {
                throw new ExitBenchException(
                        file
                                + " is no safetensors file or is truncated (its header claims "
                                + Long.toUnsignedString(headerLength)
                                + " bytes, the file has "
                                + size
                                + "); copy it again.");
            }
            ByteBuffer header = read(channel, LENGTH_BYTES, (int) headerLength);
            long dataStart = LENGTH_BYTES + headerLength;
            Map<String, TensorInfo> tensors =
                    SafetensorsHeader.parse(
                            file,
                            StandardCharsets.UTF_8.decode(header).toString(),
                            dataStart,
                            size - dataStart);
            return new SafetensorsFile(file, channel, tensors);
        } catch (IOException e) {
            close(channel);
            throw new ExitBenchException(file + " cannot be read; check its permissions.", e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("The file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new ExitBenchException("A weight file could not be closed; check the disk.", e);
        }
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return tensors.get(name);
    }

    @Override
    public ByteBuffer data(String name) {
        TensorInfo info = tensors.get(name);
        if (info.byteCount() > Integer.MAX_VALUE) {
            throw new ExitBenchException(
                    "Tensor "
                            + name
                            + " in "
                            + file
                            + " is larger than 2 GiB, which is not supported.");
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, info.offset(), info.byteCount())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be mapped into memory; free some.", e);
        }
    }

    @Override
    public String digest() {
        return FileDigest.sha256(file);
    }

    @Override
    public void close() {
        close(channel);
    }
}
