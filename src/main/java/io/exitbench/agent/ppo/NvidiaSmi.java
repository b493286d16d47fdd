package io.exitbench.agent.ppo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks {@code nvidia-smi}; a machine without it has no GPU that DL4J could use. */
public final class NvidiaSmi {
    private static final Pattern LINE = Pattern.compile("(.+),\\s*(\\d{1,3})\\.(\\d{1,3})");
    private static final long TIMEOUT_SECONDS = 10;

    /**
     * @return the GPUs in the driver's order; empty where there is none or none can be asked
     */
    public List<Gpu> gpus() {
        Path answer = null;
        try {
            // Into a file: reading a pipe would wait for a hanging driver for ever.
            answer = Files.createTempFile("gpus", ".csv");
            Process process =
                    new ProcessBuilder(
                                    "nvidia-smi",
                                    "--query-gpu=name,compute_cap",
                                    "--format=csv,noheader")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .redirectOutput(answer.toFile())
                            .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of();
            }
            return process.exitValue() == 0
                    ? parse(Files.readString(answer, StandardCharsets.UTF_8))
                    : List.of();
        } catch (IOException absent) {
            return List.of();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            delete(answer);
        }
    }

    static List<Gpu> parse(String answer) {
        List<Gpu> gpus = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                gpus.add(
                        new Gpu(
                                matcher.group(1).strip(),
                                Integer.parseInt(matcher.group(2)),
                                Integer.parseInt(matcher.group(3))));
            }
        }
        return gpus;
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ignored) {
            file.toFile().deleteOnExit();
        }
    }
}
