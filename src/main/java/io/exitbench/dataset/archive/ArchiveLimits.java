package io.exitbench.dataset.archive;

/**
 * What an archive may hold at most.
 *
 * @param entries files, folders and whatever else
 * @param bytes after decompression, archives inside it included
 */
public record ArchiveLimits(long entries, long bytes) {
    /**
     * @return 4 million entries and 32 GiB: many times PY150
     */
    public static ArchiveLimits standard() {
        return new ArchiveLimits(4_000_000, 32L << 30);
    }
}
