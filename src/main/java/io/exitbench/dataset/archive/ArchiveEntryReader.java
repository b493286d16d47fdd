package io.exitbench.dataset.archive;

import java.io.IOException;

/** Looks at the files of an archive, one after the other. */
@FunctionalInterface
public interface ArchiveEntryReader {
    /**
     * Looks at a file.
     *
     * @param file readable until this method returns
     * @return whether to go on with the next one
     * @throws IOException if the archive is damaged
     */
    boolean read(ArchivedFile file) throws IOException;
}
