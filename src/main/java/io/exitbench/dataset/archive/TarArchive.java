package io.exitbench.dataset.archive;

import io.exitbench.ExitBenchException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A tar archive, compressed with gzip or not, read as a stream. Nothing is unpacked. A path that
 * leads out of the archive, a link that is to be read, and an archive above its limits are refused.
 */
public final class TarArchive {
    private static final int BUFFER = 1 << 16;
    private static final int MAGIC = 2;

    private final Path file;
    private final ArchiveLimits limits;
    private final LongConsumer progress;

    /**
     * @param file the archive
     * @param limits of what it may hold
     * @param progress is told how many further bytes of the file have been read
     */
    public TarArchive(Path file, ArchiveLimits limits, LongConsumer progress) {
        this.file = file;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * Reads the archive's files in its order.
     *
     * @param reader of each file
     * @throws ExitBenchException if the archive is damaged or refused
     */
    public void read(ArchiveEntryReader reader) {
        guarded((raw, budget) -> entries(raw, budget, reader));
    }

    /**
     * Reads an archive and the archives of the given name in it as one.
     *
     * @param name of inner archives, such as {@code data.tar.gz}
     * @param reader of each file
     * @throws ExitBenchException if an archive is damaged or refused
     */
    public void readWithInner(String name, ArchiveEntryReader reader) {
        guarded(
                (raw, budget) ->
                        entries(
                                raw,
                                budget,
                                outer ->
                                        outer.name().equals(name)
                                                ? entries(outer.stream(), budget, reader)
                                                : reader.read(outer)));
    }

    private interface Reading {
        void read(InputStream raw, Budget budget) throws IOException;
    }

    private void guarded(Reading reading) {
        try (InputStream raw = new Counting(Files.newInputStream(file))) {
            reading.read(raw, new Budget(limits));
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The archive "
                            + file
                            + " is refused: "
                            + e.getMessage()
                            + "; fetch it again or unpack it yourself and give the folder.",
                    e);
        }
    }

    private static boolean entries(InputStream raw, Budget budget, ArchiveEntryReader reader)
            throws IOException {
        // Names in UTF-8, never in the encoding of whoever runs this.
        TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        budget.spend(decompressed(raw)), StandardCharsets.UTF_8.name());
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            budget.entry();
            if (entry.isDirectory()) {
                continue;
            }
            // Sparse files are regular files to tar and holes to a reader.
            boolean regular =
                    entry.isFile()
                            && !entry.isLink()
                            && !entry.isSymbolicLink()
                            && !entry.isSparse()
                            && !entry.isCharacterDevice()
                            && !entry.isBlockDevice()
                            && !entry.isFIFO();
            ArchivedFile found =
                    new ArchivedFile(safePath(entry.getName()), entry.getSize(), regular, tar);
            if (!reader.read(found)) {
                return false;
            }
        }
        return true;
    }

    private static InputStream decompressed(InputStream raw) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
        buffered.mark(MAGIC);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        if (!gzip) {
            return buffered;
        }
        return new BufferedInputStream(
                GzipCompressorInputStream.builder()
                        .setInputStream(buffered)
                        .setDecompressConcatenated(true)
                        .get(),
                BUFFER);
    }

    private static String safePath(String name) throws IOException {
        StringBuilder path = new StringBuilder();
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) {
                throw new IOException("the path " + name + " leads out of it");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(part);
            }
        }
        if (name.startsWith("/") || path.indexOf(":") == 1 || path.isEmpty()) {
            throw new IOException("the path " + name + " leads out of it");
        }
        return path.toString();
    }

    /** What may still be read of an archive and of those inside it. */
    private static final class Budget {
        private final ArchiveLimits limits;
        private long entries;
        private long bytes;

        Budget(ArchiveLimits limits) {
            this.limits = limits;
        }

        void entry() throws IOException {
            if (++entries > limits.entries()) {
                throw new IOException("it has more than " + limits.entries() + " entries");
            }
        }

        private void bytes(long count) throws IOException {
            bytes += Math.max(0, count);
            if (bytes > limits.bytes()) {
                throw new IOException("it holds more than " + limits.bytes() + " bytes");
            }
        }

        InputStream spend(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    int value = super.read();
                    bytes(value < 0 ? 0 : 1);
                    return value;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int count = super.read(buffer, offset, length);
                    bytes(count);
                    return count;
                }

                @Override
                public long skip(long count) throws IOException {
                    long skipped = super.skip(count);
                    bytes(skipped);
                    return skipped;
                }
            };
        }
    }

    /** Tells the progress of reading the file itself. */
    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            progress.accept(Math.max(0, count));
            return count;
        }
    }
}
