package io.exitbench.download;

import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/** What has arrived of a file so far, locked against a second process that fetches the same. */
final class PartialFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path part;
    private final Path validator;
    private final FileChannel channel;
    private final FileLock lock;

    PartialFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        part = this.target.resolveSibling(target.getFileName() + ".part");
        validator = this.target.resolveSibling(target.getFileName() + ".part.tag");
        Files.createDirectories(this.target.getParent());
        channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            lock = channel.lock();
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(part + " is being written by another thread", e);
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    Optional<String> validator() throws IOException {
        return Files.exists(validator)
                ? Optional.of(Files.readString(validator))
                : Optional.empty();
    }

    /** Drops everything behind a position and remembers what content the file is part of. */
    void restart(long position, Optional<String> tag) throws IOException {
        channel.truncate(position);
        if (tag.isPresent()) {
            Files.writeString(validator, tag.get());
        } else {
            Files.deleteIfExists(validator);
        }
    }

    void clear() throws IOException {
        restart(0, Optional.empty());
    }

    /**
     * Appends a body.
     *
     * @param most bytes that the file may have in the end
     * @return whether the body ended within that
     * @throws NetworkException if the body cannot be read; other failures are the disk's
     */
    boolean append(InputStream body, long most, LongConsumer arrived) throws IOException {
        byte[] buffer = new byte[BUFFER];
        channel.position(channel.size());
        for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
            if (channel.position() + n > most) {
                return false;
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            arrived.accept(n);
        }
        return true;
    }

    private static int read(InputStream body, byte[] buffer) throws NetworkException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw NetworkException.after(e);
        }
    }

    String sha256() throws IOException {
        MessageDigest sha256 = Sha256.create();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        channel.position(0);
        while (channel.read(buffer) >= 0) {
            sha256.update(buffer.flip());
            buffer.clear();
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Makes the part the target in one step. */
    void finish() throws IOException {
        channel.force(true);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(validator);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
