package io.exitbench.settings;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Makes sure before a measurement that what comes of it can be stored. */
public final class WritableFolder {
    private WritableFolder() {}

    /**
     * Makes the folder unless it is there.
     *
     * @param name setting or option that names the folder
     * @param folder for results, or for what is made once
     * @return the folder
     * @throws ExitBenchException if it cannot be made or written to
     */
    public static Path require(String name, Path folder) {
        Path present = folder.toAbsolutePath().normalize();
        // A link that leads nowhere is present, too: no folder can be made in its place.
        while (!Files.exists(present, LinkOption.NOFOLLOW_LINKS) && present.getParent() != null) {
            present = present.getParent();
        }
        if (!Files.isDirectory(present)) {
            throw refused(name, folder, present + " is no folder");
        }
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            // Permissions do not tell of disks that are full, read-only or no disks at all.
            Files.delete(Files.createTempFile(folder, "exitbench", ".probe"));
        } catch (IOException e) {
            throw refused(name, folder, present + " cannot be written to");
        }
        return folder;
    }

    private static ExitBenchException refused(String name, Path folder, String reason) {
        return new ExitBenchException(
                "Nothing can be stored in "
                        + folder
                        + ": "
                        + reason
                        + "; set "
                        + name
                        + " to another place.");
    }
}
