package io.exitbench.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Answers GET and HEAD with the files of one folder. */
final class FolderHandler implements HttpHandler {
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "json", "application/json",
                    "csv", "text/csv; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon");

    private final Path folder;

    /**
     * @param folder without links in its path
     */
    FolderHandler(Path folder) {
        this.folder = folder;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Optional<Path> file = file(exchange.getRequestURI().getPath());
            if (file.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", type(file.get()));
            long size = Files.size(file.get());
            // 0 would mean: of unknown length.
            exchange.sendResponseHeaders(200, head || size == 0 ? -1 : size);
            if (!head && size > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    Files.copy(file.get(), out);
                }
            }
        }
    }

    /** Nothing outside the folder, neither by dots nor by a link. */
    private Optional<Path> file(String path) throws IOException {
        try {
            Path wanted = folder.resolve(path.replaceFirst("^/+", "")).normalize();
            Path file = Files.isDirectory(wanted) ? wanted.resolve("index.html") : wanted;
            return Files.isRegularFile(file) && file.toRealPath().startsWith(folder)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String type(Path file) {
        String name = file.getFileName().toString();
        return TYPES.getOrDefault(
                name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }
}
