package io.exitbench.suite.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where numbers come from: {@code run.json}. */
public final class Provenance {
    private Provenance() {}

    /**
     * @return operating system, processor, cores that this process may use, and Java, by their
     *     names in {@code run.json}
     */
    public static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("cpu", cpuName());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        return machine;
    }

    /**
     * @return as Linux names it; the architecture where it does not
     */
    public static String cpuName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @return this moment in UTC, as ISO 8601
     */
    public static String now() {
        return Instant.now().toString();
    }

    /**
     * The commit of the project, if it is run from a checkout.
     *
     * @return 40 hexadecimal digits; empty if there is no checkout or no Git
     */
    public static String gitCommit() {
        return git("rev-parse", "HEAD").flatMap(lines -> lines.stream().findFirst()).orElse("");
    }

    /**
     * Whether files of the checkout differ from the commit, or are not in it; nothing if it is run
     * from none.
     *
     * @return true if there is such a file
     */
    public static Optional<Boolean> isDirty() {
        return git("status", "--porcelain").map(lines -> !lines.isEmpty());
    }

    private static Optional<List<String>> git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var out = process.inputReader()) {
                List<String> lines = out.lines().toList();
                return process.waitFor() == 0 ? Optional.of(lines) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * The version in the jar's manifest; classes that no jar was made of have none.
     *
     * @return such as {@code 0.1.0}, or {@code not packaged}
     */
    public static String ownVersion() {
        return Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
                .orElse("not packaged");
    }

    /**
     * @return of this program and the libraries that numbers depend on, by their packages; {@code
     *     unknown} where a jar does not say, {@code absent} where there is none
     */
    public static Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("exitbench", ownVersion());
        for (String name :
                List.of(
                        "ai.djl.pytorch.engine.PtEngine",
                        "org.junit.jupiter.api.Test",
                        "org.deeplearning4j.nn.graph.ComputationGraph")) {
            try {
                Package library =
                        Class.forName(name, false, Provenance.class.getClassLoader()).getPackage();
                versions.put(library.getName(), version(library));
            } catch (ClassNotFoundException e) {
                versions.put(name, "absent");
            }
        }
        versions.put("pytorch", ai.djl.engine.Engine.getEngine("PyTorch").getVersion());
        return versions;
    }

    /** A jar's manifest need not name the implementation's version: DJL's names the other. */
    private static String version(Package library) {
        return Stream.of(library.getImplementationVersion(), library.getSpecificationVersion())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unknown");
    }
}
