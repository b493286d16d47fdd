package io.exitbench.download;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens an address and follows its redirects, each step within a limit of time. */
final class HttpSource {
    private static final int REDIRECTS = 8;

    private final DownloadPolicy policy;

    HttpSource(DownloadPolicy policy) {
        this.policy = policy;
    }

    /**
     * Opens an address.
     *
     * @param own headers that go to any host
     * @throws NetworkException if a host cannot be reached or does not answer
     */
    HttpAnswer open(Download download, Map<String, String> own) throws NetworkException {
        try {
            return follow(download, own);
        } catch (NetworkException e) {
            throw e;
        } catch (IOException e) {
            throw NetworkException.after(e);
        }
    }

    private HttpAnswer follow(Download download, Map<String, String> own) throws IOException {
        URI address = download.source();
        for (int i = 0; i <= REDIRECTS; i++) {
            Map<String, String> headers = new HashMap<>(own);
            if (address.getAuthority().equals(download.source().getAuthority())) {
                headers.putAll(download.headers());
            }
            HttpAnswer answer = ask(address, headers);
            if (!answer.isRedirect()) {
                return answer;
            }
            URI next = answer.redirect();
            answer.close();
            requireSafe(address, next);
            address = next;
        }
        throw new IOException("more than " + REDIRECTS + " redirects");
    }

    private static void requireSafe(URI from, URI to) throws IOException {
        boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
        boolean weaker = "https".equals(from.getScheme()) && "http".equals(to.getScheme());
        if (!web || weaker || to.getAuthority() == null) {
            throw new IOException("a redirect to " + to);
        }
    }

    private HttpAnswer ask(URI address, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(millis(policy.connectTimeout()));
        connection.setReadTimeout(millis(policy.readTimeout()));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("User-Agent", "exitbench");
        headers.forEach(connection::setRequestProperty);
        try {
            within(
                    policy.connectTimeout(),
                    () -> {
                        connection.connect();
                        return true;
                    });
        } catch (IOException e) {
            connection.disconnect();
            throw NetworkException.before(e);
        }
        try {
            int status = within(policy.readTimeout(), connection::getResponseCode);
            return new HttpAnswer(address, connection, status);
        } catch (IOException e) {
            connection.disconnect();
            throw e;
        }
    }

    /**
     * Socket timeouts cover neither name resolution nor an answer that comes byte by byte, so each
     * step runs on a thread that can be left behind.
     */
    private static <T> T within(Duration limit, Callable<T> step) throws IOException {
        FutureTask<T> task = new FutureTask<>(step);
        Thread thread = new Thread(task, "exitbench-download");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }
}
