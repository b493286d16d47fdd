package io.exitbench.dataset.source;

import io.exitbench.digest.GitBlob;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that the field shares.
 *
 * @param path in the cache and below a mirror
 * @param source where its makers publish it
 * @param sha256 in hexadecimal, where it is known; else what first arrives is pinned
 * @param gitBlob its object id in the Git repository it comes from, where there is one
 */
public record OfficialFile(
        String path, URI source, Optional<String> sha256, Optional<String> gitBlob) {
    /**
     * Compares a copy with what is known of the file.
     *
     * @param copy to read
     * @return what contradicts it, in a few words, or empty
     * @throws IOException if the copy cannot be read
     */
    Optional<String> contradiction(Path copy) throws IOException {
        if (sha256.isPresent() && !sha256.get().equals(Sha256.hex(copy))) {
            return Optional.of("its SHA-256 is not the published one");
        }
        if (gitBlob.isPresent() && !gitBlob.get().equals(GitBlob.id(copy))) {
            return Optional.of("its Git object id is not the published one");
        }
        return Optional.empty();
    }

    /**
     * @param copy to read
     * @return whether it is this very file, as far as that can be known
     * @throws IOException if the copy cannot be read
     */
    public boolean isKnownAs(Path copy) throws IOException {
        return (sha256.isPresent() || gitBlob.isPresent()) && contradiction(copy).isEmpty();
    }
}
