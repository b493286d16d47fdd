package io.exitbench.cli;

import com.sun.net.httpserver.HttpServer;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench serve}: a report over HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Serves a folder, such as a report that Maven wrote, to browsers on this machine"
                        + " until it is stopped.")
final class ServeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "Folder with index.html.")
    private Path folder;

    @Option(names = "--port", defaultValue = "8000", description = "Port; 0: any that is free.")
    private int port;

    @Spec private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        HttpServer server = start();
        try {
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } finally {
            server.stop(0);
        }
    }

    /** Begins to serve and says where. */
    HttpServer start() {
        if (!Files.isDirectory(folder)) {
            throw new ExitBenchException(folder + " is no folder; name one with a report.");
        }
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", new FolderHandler(folder.toRealPath()));
            server.start();
            command.commandLine()
                    .getOut()
                    .println(
                            "Serving "
                                    + folder
                                    + " at http://localhost:"
                                    + server.getAddress().getPort()
                                    + "/ until Ctrl-C.");
            command.commandLine().getOut().flush();
            return server;
        } catch (IOException e) {
            throw new ExitBenchException(
                    "Port "
                            + port
                            + " cannot be listened to ("
                            + e.getMessage()
                            + "); give another one with --port.",
                    e);
        }
    }
}
