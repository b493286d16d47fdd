package io.exitbench.finetune;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link FineTuneChild} with the class path of the tests. */
final class ChildJvm {
    private final Path base;
    private final Path store;
    private final Path errors;

    ChildJvm(Path base, Path store) {
        this.base = base;
        this.store = store;
        errors = store.resolveSibling("child-errors.txt");
    }

    /**
     * @param prefix what comes before the command, such as a shell that sets a limit
     */
    Process start(String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-DOPT_OUT_TRACKING=true",
                        "-Djava.io.tmpdir=" + store.getParent(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FineTuneChild.class.getName(),
                        base.toString(),
                        store.toString()));
        return new ProcessBuilder(command).redirectError(errors.toFile()).start();
    }

    /** Kills a child with SIGKILL as soon as it has said that a step is done. */
    void killAfter(int step) throws IOException, InterruptedException {
        Process child = start();
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("step " + step)) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("The child ended early: " + errors());
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /**
     * @return what it said
     */
    List<String> finish(String... prefix) throws IOException, InterruptedException {
        Process child = start(prefix);
        try (BufferedReader lines = child.inputReader()) {
            List<String> said = lines.lines().toList();
            child.waitFor();
            return said;
        } finally {
            child.destroyForcibly();
        }
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }
}
