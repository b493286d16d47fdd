package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tensors at known places of some files. Each tensor is a mapping of its own, made when it is asked
 * for: what nobody uses is never resident. There is no forced unmapping on close, because a late
 * read through an unmapped buffer would end the process instead of throwing.
 */
final class MappedWeights implements WeightSource {
    private static final int STAGING_BYTES = 1 << 20;

    private final Map<String, TensorInfo> tensors;
    private final Map<Path, FileChannel> channels;
    private final FileDigests digests;

    private MappedWeights(
            Map<String, TensorInfo> tensors, Map<Path, FileChannel> channels, FileDigests digests) {
        this.tensors = tensors;
        this.channels = channels;
        this.digests = digests;
    }

    /** Opens every file of {@code tensors}; their ranges must have been checked. */
    static MappedWeights open(Set<Path> files, List<TensorInfo> tensors, FileDigests digests) {
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors) {
            TensorInfo other = byName.putIfAbsent(tensor.name(), tensor);
            if (other != null) {
                throw new ExitBenchException(
                        "Tensor %s is in both %s and %s; fetch the checkpoint again."
                                .formatted(
                                        Printable.of(tensor.name()), other.file(), tensor.file()));
            }
        }
        Map<Path, FileChannel> channels = new LinkedHashMap<>();
        MappedWeights weights =
                new MappedWeights(Collections.unmodifiableMap(byName), channels, digests);
        try {
            for (Path file : files) {
                channels.put(file, FileChannel.open(file));
            }
        } catch (IOException e) {
            weights.close();
            throw WeightFolder.unreadable(e);
        }
        return weights;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw new ExitBenchException(
                    "The checkpoint in %s has no tensor %s; is it another architecture than its config.json says?"
                            .formatted(folder(), name));
        }
        return info;
    }

    @Override
    public ByteBuffer data(String name) {
        long bytes = info(name).bytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new ExitBenchException(
                    "Tensor %s has %d bytes, more than one buffer holds; read it in parts."
                            .formatted(name, bytes));
        }
        return data(name, 0, (int) bytes);
    }

    @Override
    public ByteBuffer data(String name, long byteOffset, int byteCount) {
        TensorInfo info = info(name);
        Objects.checkFromIndexSize(byteOffset, byteCount, info.bytes());
        try {
            return channels.get(info.file())
                    .map(FileChannel.MapMode.READ_ONLY, info.offset() + byteOffset, byteCount)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw WeightFolder.unreadable(e);
        }
    }

    @Override
    public void read(String name, long byteOffset, ByteBuffer target) {
        TensorInfo info = info(name);
        Objects.checkFromIndexSize(byteOffset, target.remaining(), info.bytes());
        long position = info.offset() + byteOffset;
        try {
            while (target.hasRemaining()) {
                int count = channels.get(info.file()).read(target, position);
                if (count < 0) {
                    throw new ExitBenchException(
                            info.file() + " became shorter while it was read; fetch it again.");
                }
                position += count;
            }
        } catch (IOException e) {
            throw WeightFolder.unreadable(e);
        }
    }

    @Override
    public void readFloats(String name, long firstElement, FloatBuffer target) {
        TensorInfo info = info(name);
        StorageType type = info.type();
        if (!type.isFloatingPoint()) {
            throw new ExitBenchException(
                    "Tensor %s in %s is stored as %s, not as floating-point numbers; use an unquantised checkpoint."
                            .formatted(name, info.file(), type));
        }
        Objects.checkFromIndexSize(firstElement, target.remaining(), info.elements());
        int size = (int) Math.min(STAGING_BYTES, (long) target.remaining() * type.bytes());
        ByteBuffer staging = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        long offset = firstElement * type.bytes();
        while (target.hasRemaining()) {
            staging.clear();
            staging.limit((int) Math.min(size, (long) target.remaining() * type.bytes()));
            read(name, offset, staging);
            staging.flip();
            offset += staging.limit();
            Floats.widen(staging, type, target);
        }
    }

    @Override
    public String digest() {
        Map<String, String> all = fileDigests();
        return all.size() == 1 ? all.values().iterator().next() : FileDigests.combine(all);
    }

    @Override
    public Map<String, String> fileDigests() {
        Map<String, String> all = new TreeMap<>();
        channels.keySet()
                .forEach(file -> all.put(file.getFileName().toString(), digests.sha256(file)));
        return all;
    }

    @Override
    public long totalBytes() {
        return tensors.values().stream().mapToLong(TensorInfo::bytes).sum();
    }

    @Override
    public void close() {
        for (FileChannel channel : channels.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw WeightFolder.unreadable(e);
            }
        }
    }

    private Path folder() {
        return channels.keySet().iterator().next().getParent();
    }
}
