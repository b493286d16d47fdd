package io.exitbench.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on the loopback interface that misbehaves as told, and then behaves. */
public final class FaultyServer implements AutoCloseable {
    /** What goes wrong with one request. */
    public enum Fault {
        /** Nothing, so that a fault can wait for a later request. */
        NONE,
        /** Half of what was asked for, then the end of the connection. */
        TRUNCATE,
        /** Half of what was asked for, then nothing for ever. */
        STALL,
        /** No answer at all. */
        SILENCE,
        /** Status 503. */
        UNAVAILABLE,
        /** Status 401. */
        UNAUTHORIZED,
        /** Status 404. */
        ABSENT,
        /** Status 200 and a web page. */
        WEB_PAGE,
        /** Another file of the same length. */
        WRONG_BYTES,
        /** A part of a file of more bytes than a number of 64 bits can count. */
        ABSURD_RANGE,
        /** The whole file whatever range was asked for, with another tag. */
        CHANGED,
        /** Status 302 to the same file by another name of the host. */
        REDIRECT
    }

    /** A request as it came. */
    public record Request(String path, String range, String authorization) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, byte[]> files = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public FaultyServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Serves a file from now on; requests meet the faults first, one each. */
    public URI serve(String path, byte[] content, Fault... first) {
        files.put("/" + path, content);
        Collections.addAll(faults, first);
        return base().resolve(path);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    public List<Request> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(
                    new Request(
                            path, range, exchange.getRequestHeaders().getFirst("Authorization")));
            Fault fault;
            synchronized (faults) {
                fault = faults.poll();
            }
            byte[] content = files.get(path);
            if (fault != null) {
                misbehave(exchange, fault, range, content);
            } else if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, content, range, false);
            }
        }
    }

    private void misbehave(HttpExchange exchange, Fault fault, String range, byte[] content)
            throws IOException {
        switch (fault) {
            case NONE -> send(exchange, content, range, false);
            case SILENCE -> await();
            case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
            case UNAUTHORIZED -> exchange.sendResponseHeaders(401, -1);
            case ABSENT -> exchange.sendResponseHeaders(404, -1);
            case TRUNCATE -> send(exchange, content, range, true);
            case STALL -> {
                send(exchange, content, range, true);
                await();
            }
            case WEB_PAGE -> {
                byte[] page = "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
            case WRONG_BYTES -> send(exchange, new byte[content.length], null, false);
            case ABSURD_RANGE -> {
                exchange.getResponseHeaders().set("Content-Range", "bytes 0-1/" + "9".repeat(30));
                exchange.sendResponseHeaders(206, 2);
                exchange.getResponseBody().write(content, 0, 2);
            }
            case CHANGED -> send(exchange, content, null, false);
            case REDIRECT -> {
                String other = "http://localhost:" + server.getAddress().getPort();
                exchange.getResponseHeaders()
                        .set("Location", other + exchange.getRequestURI().getPath());
                exchange.sendResponseHeaders(302, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] content, String range, boolean half)
            throws IOException {
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from > content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(content) + "\"");
        if (range != null) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        int length = content.length - from;
        exchange.sendResponseHeaders(range == null ? 200 : 206, length);
        OutputStream body = exchange.getResponseBody();
        body.write(content, from, half ? length / 2 : length);
        body.flush();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
