package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The measuring process. It ends when its parent does, which it notices by the end of its standard
 * input; and it waits for the process before it, should that be about to end.
 */
final class WorkerMain {
    private WorkerMain() {}

    /**
     * @param arguments the folder of the suite run, and how the process is to call its session
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Thread watch = new Thread(WorkerMain::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try (FileChannel lock =
                FileChannel.open(
                        folder.resolve(".worker.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            lock.lock();
            WorkerOrder order = WorkerOrder.read(folder);
            new Worker(folder, order, arguments[1]).run(() -> LiveRuns.families(order));
        } catch (ExitBenchException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException | RuntimeException | Error e) {
            // Not left to the thread's end, after which a strategy's threads keep the process.
            e.printStackTrace();
            System.exit(1);
        }
        // Threads of native libraries must not keep a process that has done its work.
        System.exit(0);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(1);
    }
}
