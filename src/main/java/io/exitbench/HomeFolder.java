package io.exitbench;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Paths as users write them: a leading {@code ~} is the home folder. Shells replace it only where a
 * word begins with it, so in settings and variables it arrives here as it is. A user without an
 * entry in {@code passwd}, as in many containers, has none: Java then calls it {@code ?}, a folder
 * below wherever one happens to be.
 */
public final class HomeFolder {
    private static final String PROPERTY = "user.home";

    private final Properties system;
    private final Optional<Path> folder;

    /**
     * @param system as of {@link System#getProperties()}
     * @param environment variables of the process; {@code HOME} serves if Java knows no home
     */
    public HomeFolder(Properties system, Map<String, String> environment) {
        this.system = system;
        folder =
                absolute(system.getProperty(PROPERTY))
                        .or(() -> absolute(environment.get("HOME")).filter(HomeFolder::isWritable));
    }

    /**
     * @return the home folder of this process's user
     */
    public static HomeFolder ofUser() {
        return new HomeFolder(System.getProperties(), System.getenv());
    }

    private static Optional<Path> absolute(String path) {
        try {
            return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            // A name beyond ASCII, which Java cannot use under LANG=C, is as good as none.
            return Optional.empty();
        }
    }

    private static boolean isWritable(Path path) {
        return Files.isDirectory(path) && Files.isWritable(path);
    }

    /**
     * Reads a path.
     *
     * @param text such as {@code ~/models} or {@code /data}
     * @return the path; {@code ~} alone or before a slash is the home folder
     * @throws ExitBenchException if the platform cannot have such a path, the home folder is meant
     *     and there is none, or another user's is meant ({@code ~other})
     */
    public Path path(String text) {
        return expand("a path", text);
    }

    /**
     * Reads a path.
     *
     * @param name setting or option that has the value
     * @param value a path, in which a leading {@code ~} is the home folder
     * @return the path
     * @throws ExitBenchException if the platform cannot have such a path, the home folder is meant
     *     and there is none, or another user's is meant ({@code ~other})
     */
    public Path expand(String name, String value) {
        try {
            if (value.equals("~") || value.startsWith("~/")) {
                return below(name, value);
            }
            Path path = Path.of(value);
            requireNoOtherHome(name, value, path);
            return path;
        } catch (InvalidPathException e) {
            throw new ExitBenchException(
                    name
                            + " is \""
                            + value
                            + "\", which cannot be a path here ("
                            + e.getReason()
                            + "); check its spelling and the locale.",
                    e);
        }
    }

    /** Java does not know where others live, and a folder called {@code ~other} is rarely meant. */
    private static void requireNoOtherHome(String name, String value, Path path) {
        if (value.startsWith("~") && !Files.exists(path.subpath(0, 1), LinkOption.NOFOLLOW_LINKS)) {
            throw new ExitBenchException(
                    name
                            + " is \""
                            + value
                            + "\", but only ~ alone, or before a slash, means a home folder; write"
                            + " the path in full.");
        }
    }

    private Path below(String name, String value) {
        Path home =
                folder.orElseThrow(
                        () ->
                                new ExitBenchException(
                                        name
                                                + " is \""
                                                + value
                                                + "\", but this user has no home folder; set "
                                                + name
                                                + " to a folder that can be written."));
        return home.resolve(value.substring(1).replaceFirst("^/+", ""));
    }

    /**
     * Gives the libraries that unpack their binaries below the home folder (DJL, JavaCPP, JNA) one
     * where Java knows none.
     *
     * @param cache folder for what is made once
     */
    public void lendToLibraries(Path cache) {
        if (absolute(system.getProperty(PROPERTY)).isEmpty()) {
            Path home = folder.orElse(cache.toAbsolutePath().resolve("home"));
            system.setProperty(PROPERTY, home.toString());
        }
    }
}
