package io.exitbench;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths as users write them: a leading {@code ~} is the home folder. Shells replace it only where a
 * word begins with it, so in settings and variables it arrives here as it is.
 *
 * @param folder of the user
 */
public record HomeFolder(Path folder) {
    /**
     * @return the home folder of this process's user
     */
    public static HomeFolder ofUser() {
        return new HomeFolder(Path.of(System.getProperty("user.home")));
    }

    /**
     * Reads a path.
     *
     * @param text such as {@code ~/models} or {@code /data}
     * @return the path; {@code ~} alone or before a slash is the home folder
     * @throws ExitBenchException if the platform cannot have such a path
     */
    public Path path(String text) {
        try {
            if (text.equals("~")) {
                return folder;
            }
            return text.startsWith("~/")
                    ? folder.resolve(text.substring(2).replaceFirst("^/+", ""))
                    : Path.of(text);
        } catch (InvalidPathException e) {
            throw new ExitBenchException(
                    "\""
                            + text
                            + "\" cannot be a path here ("
                            + e.getReason()
                            + "); check its spelling and the locale.",
                    e);
        }
    }
}
