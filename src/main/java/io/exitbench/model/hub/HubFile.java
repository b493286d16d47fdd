package io.exitbench.model.hub;

import io.exitbench.digest.GitBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file as the hub lists it.
 *
 * @param name in the repository
 * @param size in bytes
 * @param gitId SHA-1 of the Git object, of the pointer for a large file
 * @param sha256 of the content of a large file
 */
record HubFile(String name, long size, String gitId, Optional<String> sha256) {
    /**
     * @return the name that the content has in the cache
     */
    String blob() {
        return sha256.orElse(gitId);
    }

    /**
     * Checks a file whose only digest is Git's; those with a SHA-256 are checked as they arrive.
     *
     * @param file to check
     * @return whether it has the listed content
     */
    boolean isIn(Path file) throws IOException {
        if (Files.size(file) != size) {
            return false;
        }
        return sha256.isPresent() || gitId.equals(GitBlob.id(file));
    }
}
