package io.exitbench.dataset.source;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.download.Download;
import io.exitbench.download.Downloader;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Official files in the cache, downloaded when they are first asked for. A file is checked against
 * what is known of it before it gets its name; its size and SHA-256 are recorded then and hold for
 * every later copy.
 */
public final class OfficialFiles {
    private final Path folder;
    private final Optional<URI> mirror;
    private final Downloader downloader;
    private final Pins pins;

    /**
     * @param folder for the files and their pins
     * @param mirror address under which all files are taken by their paths, if not from their
     *     makers
     * @param downloader of them
     */
    public OfficialFiles(Path folder, Optional<URI> mirror, Downloader downloader) {
        this.folder = folder;
        this.mirror = mirror;
        this.downloader = downloader;
        this.pins = new Pins(folder);
    }

    /**
     * Gives a file.
     *
     * @param file wanted
     * @return where it is, whole and checked
     * @throws io.exitbench.download.UnreachableException if it is not in the cache and its host
     *     cannot be reached
     * @throws ExitBenchException if it cannot be had, or is not what it was
     */
    public Path get(OfficialFile file) {
        Path target = folder.resolve(file.path());
        Optional<Pins.Pin> pin = pins.of(file.path());
        try {
            if (!Files.exists(target)) {
                fetchAlone(file, target, pin);
            } else if (pin.isEmpty()) {
                check(file, target, pin);
            } else if (Files.size(target) != pin.get().size()) {
                throw changed(target, "its size is not the recorded one");
            }
            return target;
        } catch (IOException | OverlappingFileLockException e) {
            throw new ExitBenchException(
                    target + " cannot be read or written; check the disk and exitbench.cache.", e);
        }
    }

    /** Two suites that start at once would else write into what the other has just checked. */
    private void fetchAlone(OfficialFile file, Path target, Optional<Pins.Pin> pin)
            throws IOException {
        Files.createDirectories(target.getParent());
        Path guard = target.resolveSibling(target.getFileName() + ".lock");
        try (FileChannel channel =
                FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Released when the channel is closed.
            channel.lock();
            if (!Files.exists(target)) {
                fetch(file, target, pin);
            }
        }
    }

    private void fetch(OfficialFile file, Path target, Optional<Pins.Pin> pin) throws IOException {
        Path unchecked = target.resolveSibling(target.getFileName() + ".unchecked");
        downloader.fetch(expected(file, unchecked, pin));
        try {
            check(file, unchecked, pin);
        } catch (ExitBenchException e) {
            Files.deleteIfExists(unchecked);
            throw e;
        }
        Files.move(unchecked, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private Download expected(OfficialFile file, Path target, Optional<Pins.Pin> pin) {
        URI source =
                mirror.map(base -> URI.create(slash(base.toString()) + file.path()))
                        .orElse(file.source());
        Download download = Download.of(source, target);
        if (file.sha256().isPresent()) {
            download = download.withSha256(file.sha256().get());
        }
        return pin.isEmpty()
                ? download
                : download.withSize(pin.get().size()).withSha256(pin.get().sha256());
    }

    private static String slash(String base) {
        return base.endsWith("/") ? base : base + "/";
    }

    private void check(OfficialFile file, Path copy, Optional<Pins.Pin> pin) throws IOException {
        Optional<String> contradiction = file.contradiction(copy);
        if (contradiction.isPresent()) {
            throw changed(copy, contradiction.get());
        }
        if (pin.isEmpty()) {
            pins.record(file.path(), new Pins.Pin(Files.size(copy), Sha256.hex(copy)));
        }
    }

    private static ExitBenchException changed(Path file, String how) {
        return new ExitBenchException(
                file
                        + " is not the official file: "
                        + how
                        + "; delete it, or use it deliberately with exitbench.data.");
    }
}
