package io.exitbench.model.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A repository in the cache layout of Hugging Face's tools: {@code blobs} by digest, {@code
 * snapshots} of links to them by commit, and {@code refs} from revisions to commits.
 */
final class HubCache {
    private static final int LONGEST_REFERENCE = 1000;
    private static final Pattern COMMIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Path folder;

    HubCache(Path cache, HubName name) {
        folder = cache.resolve("models--" + name.owner() + "--" + name.model());
    }

    Path folder() {
        return folder;
    }

    Path blob(HubFile file) {
        return folder.resolve("blobs").resolve(file.blob());
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** The snapshot of a branch, a tag or a commit, if it holds a whole checkpoint. */
    Optional<Path> find(String revision) throws IOException {
        Path reference = folder.resolve("refs").resolve(revision);
        String commit = revision;
        if (Files.isRegularFile(reference) && Files.size(reference) < LONGEST_REFERENCE) {
            commit = Files.readString(reference).strip();
        }
        if (!COMMIT.matcher(commit).matches() || !Files.isDirectory(snapshot(commit))) {
            return Optional.empty();
        }
        Path snapshot = snapshot(commit);
        try (Stream<Path> files = Files.list(snapshot)) {
            Set<String> names =
                    files.filter(Files::exists)
                            .map(file -> file.getFileName().toString())
                            .collect(Collectors.toSet());
            return CheckpointFiles.choose(names).map(chosen -> snapshot);
        }
    }

    /** Makes a fetched blob visible under its name. */
    void link(String commit, HubFile file) throws IOException {
        Path link = snapshot(commit).resolve(file.name());
        Files.createDirectories(link.getParent());
        if (Files.isSymbolicLink(link) && !Files.exists(link)) {
            Files.delete(link);
        }
        try {
            Files.createSymbolicLink(link, link.getParent().relativize(blob(file)));
        } catch (FileAlreadyExistsException e) {
            // From an earlier run: a commit does not change.
        }
    }

    void refer(String revision, String commit) throws IOException {
        if (!revision.equals(commit)) {
            Path reference = folder.resolve("refs").resolve(revision);
            Files.createDirectories(reference.getParent());
            Files.writeString(reference, commit, StandardCharsets.US_ASCII);
        }
    }
}
