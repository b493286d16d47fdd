package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.suite.plan.ClassPath;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A measuring process that runs, with the end of what it said. */
final class WorkerHandle implements AutoCloseable {
    private static final int LINES_KEPT = 20;

    private final Process process;
    private final Thread output;
    private final Deque<String> said = new ArrayDeque<>();

    WorkerHandle(Process process) {
        this.process = process;
        output = new Thread(this::pass, "worker-output");
        output.setDaemon(true);
        output.start();
    }

    /**
     * Starts a process with the class path, the memory and the settings of this one.
     *
     * @param folder of the suite run
     * @param classPath of the process
     * @param session how it is to call its session
     * @param environment variables that it has besides those of this one, or in place of them
     * @throws ExitBenchException if it cannot be started
     */
    static WorkerHandle start(
            Path folder, ClassPath classPath, String session, Map<String, String> environment) {
        Path arguments = folder.resolve(".worker.args").toAbsolutePath();
        List<String> command = command(folder, arguments, session);
        LauncherText text = LauncherText.ofThisMachine();
        try {
            command.forEach(text::require);
            Files.write(arguments, text.bytes(quoted("-cp") + quoted(classPath.text())));
            ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
            process.environment().putAll(environment);
            return new WorkerHandle(process.start());
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The measuring process cannot be started with "
                            + arguments
                            + " ("
                            + e.getMessage()
                            + "); free memory and disk, or measure without one"
                            + " (-Dexitbench.worker=inline).",
                    e);
        }
    }

    private static List<String> command(Path folder, Path arguments, String session) {
        List<String> command = new ArrayList<>();
        command.add(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(WorkerHandle::isPassedOn)
                .forEach(command::add);
        System.getProperties().stringPropertyNames().stream()
                .filter(WorkerHandle::isSetting)
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("@" + arguments);
        command.add(WorkerMain.class.getName());
        command.add(folder.toAbsolutePath().toString());
        command.add(session);
        return command;
    }

    /** As the launcher reads argument files: quoted, with backslashes escaped. */
    private static String quoted(String argument) {
        return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }

    /** Memory and modules, but no debugger or profiler, which would listen at the same port. */
    private static boolean isPassedOn(String argument) {
        return argument.startsWith("-X") && !argument.startsWith("-Xrunjdwp")
                || argument.startsWith("--add-")
                || argument.startsWith("--enable-")
                || argument.startsWith("--sun-misc-")
                || argument.startsWith("-Dfile.encoding")
                || argument.startsWith("-Dsun.jnu.encoding");
    }

    private static boolean isSetting(String name) {
        return name.startsWith("exitbench.")
                || name.startsWith("ai.djl.")
                || name.equals("OPT_OUT_TRACKING")
                || name.equals("PYTORCH_LIBRARY_PATH")
                || name.equals("java.awt.headless")
                || name.equals("user.home");
    }

    private void pass() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.err.println(line);
                synchronized (said) {
                    said.addLast(line);
                    if (said.size() > LINES_KEPT) {
                        said.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // The process is gone; what it said until then is kept.
        }
    }

    /** Waits a moment; whether the process has ended. */
    boolean endsWithin(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** The last lines of its output. */
    String lastWords() {
        synchronized (said) {
            return said.stream().collect(Collectors.joining("\n"));
        }
    }

    /** Ends the process, however busy it is. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
