package io.exitbench.suite.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Where numbers come from: {@code run.json}. */
public final class Provenance {
    private Provenance() {}

    public static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("cpu", cpuName());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        return machine;
    }

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

    public static String now() {
        return Instant.now().toString();
    }

    /** The commit of the project, if it is run from a checkout. */
    public static String gitCommit() {
        try {
            Process process = new ProcessBuilder("git", "rev-parse", "HEAD").start();
            try (var out = process.inputReader()) {
                String commit = out.readLine();
                return process.waitFor() == 0 && commit != null ? commit : "";
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    public static Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        for (String name :
                List.of("ai.djl.pytorch.engine.PtEngine", "org.junit.jupiter.api.Test")) {
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
