package io.exitbench.result;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a folder for one holder, among all processes and within this one. A POSIX lock belongs to
 * the process and is lost as soon as any channel of the file is closed, even one that was opened in
 * vain: what this process holds must be known before the file is opened.
 */
final class FolderLock implements AutoCloseable {
    /** Name of the file that is locked. */
    static final String FILE = ".lock";

    /** What this process holds; its locks belong to it as a whole, and so does this. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @param folder that exists
     * @return the lock, unless somebody else has it
     * @throws IOException if the file cannot be made or written
     */
    static Optional<FolderLock> take(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(FILE);
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        Optional<FolderLock> lock = Optional.empty();
        try {
            lock = locked(file);
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(file);
            }
        }
        return lock;
    }

    private static Optional<FolderLock> locked(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new FolderLock(file, channel));
            }
        } catch (OverlappingFileLockException e) {
            // Held through another class loader's copy of this class.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("A file without content can always be closed", e);
        } finally {
            HELD.remove(file);
        }
    }

    /**
     * @param path in the folder
     * @return whether it is the file of a lock, which whoever holds it must go on holding
     */
    static boolean isFileOf(Path path) {
        return path.toString().endsWith(FILE);
    }
}
