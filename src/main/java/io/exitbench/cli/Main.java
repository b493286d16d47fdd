package io.exitbench.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code java -jar target/exitbench-….jar} starts. The jar is a library and names no others in
 * its manifest, which compilers of projects that depend on it would complain of; so this hands over
 * to the command that the build has put together beside it.
 */
public final class Main {
    private static final int REFUSED = 3;

    private Main() {}

    /**
     * Runs the command and ends with its exit code.
     *
     * @param arguments subcommand and options
     * @throws InterruptedException if this process is to end
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path jar = here();
        Path launcher = jar.resolveSibling("exitbench").resolve("exitbench.jar");
        if (Main.class.getResource("/picocli/CommandLine.class") != null) {
            ExitBench.main(arguments);
            return;
        }
        if (!Files.isRegularFile(launcher)) {
            System.err.println(
                    "The libraries of "
                            + jar
                            + " are not beside it; run mvn package and start"
                            + " target/exitbench/bin/exitbench.");
            System.exit(REFUSED);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        try {
            System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
        } catch (IOException e) {
            System.err.println("Java cannot be started: " + e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static Path here() {
        try {
            return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A class comes from a file", e);
        }
    }
}
