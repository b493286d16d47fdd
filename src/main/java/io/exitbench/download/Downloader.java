package io.exitbench.download;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches files over HTTP. An attempt that stalls or ends too early is taken up where it stopped;
 * after a bounded number of attempts the download is given up in one sentence and its part is kept
 * for the next run. The target appears in one step, after its size and digest have been checked.
 */
public final class Downloader {
    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);
    private static final long FRESH_START = 16L << 20;

    private final DownloadPolicy policy;

    /**
     * @param policy limits of time, attempts and size
     */
    public Downloader(DownloadPolicy policy) {
        this.policy = policy;
    }

    /**
     * Fetches a file unless its target is there already.
     *
     * @param download what, where to, and what is known of it
     * @return SHA-256 of the fetched file in hexadecimal, or empty if the target was there
     * @throws UnreachableException if the host takes no connection, at once
     * @throws RefusedException if the host answers but does not give the file
     * @throws ExitBenchException if the disk does not take it
     */
    public Optional<String> fetch(Download download) {
        if (Files.exists(download.target())) {
            return Optional.empty();
        }
        try (PartialFile part = new PartialFile(download.target())) {
            // Another process may have finished while this one waited for the lock.
            return Files.exists(download.target())
                    ? Optional.empty()
                    : Optional.of(fetch(download, part));
        } catch (IOException e) {
            throw new ExitBenchException(
                    download.target() + " cannot be written; check the disk and exitbench.cache.",
                    e);
        }
    }

    private String fetch(Download download, PartialFile part) throws IOException {
        boolean reached = false;
        long counted = part.size();
        Duration pause = policy.pause();
        for (int attempt = 1; ; attempt++) {
            boolean resumed = part.size() > 0;
            IOException problem;
            try {
                attempt(download, part);
                return finish(download, part);
            } catch (NetworkException e) {
                if (!reached && !e.reached()) {
                    throw unreachable(download, e);
                }
                problem = e;
            } catch (WrongContentException e) {
                part.clear();
                if (!resumed) {
                    throw refused(download, e.getMessage());
                }
                // The part of an earlier run may be what is wrong; a whole new copy is not.
                problem = e;
            }
            reached = true;
            if (part.size() - counted >= FRESH_START) {
                counted = part.size();
                attempt = 1;
                pause = policy.pause();
            }
            if (attempt >= policy.attempts()) {
                throw givenUp(download, attempt, problem);
            }
            sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** The bytes are all there and are not those that were asked for. */
    private static final class WrongContentException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongContentException(String message) {
            super(message);
        }
    }

    private void attempt(Download download, PartialFile part) throws IOException {
        if (download.size().isPresent() && part.size() == download.size().getAsLong()) {
            return;
        }
        Map<String, String> headers = new HashMap<>();
        Optional<String> tag = part.validator();
        // Without a validator or a digest nothing would show that two versions were glued.
        if (part.size() > 0 && (tag.isPresent() || download.sha256().isPresent())) {
            headers.put("Range", "bytes=" + part.size() + "-");
            tag.ifPresent(value -> headers.put("If-Range", value));
        }
        try (HttpAnswer answer = new HttpSource(policy).open(download, headers)) {
            receive(download, part, answer);
        }
    }

    private void receive(Download download, PartialFile part, HttpAnswer answer)
            throws IOException {
        if (answer.status() == 416 || answer.status() == 206 && answer.start() != part.size()) {
            part.clear();
            throw NetworkException.after("the server does not continue the part");
        }
        if (answer.isWorthAnotherAttempt()) {
            throw NetworkException.after("status " + answer.status());
        }
        if (answer.status() != 200 && answer.status() != 206) {
            throw new RefusedException(
                    sentence(download, "the server answers with status " + answer.status()),
                    answer.status());
        }
        if (answer.isWebPage()) {
            throw refused(download, "the server answers with a web page instead of the file");
        }
        OptionalLong total = answer.total();
        requireFitting(download, answer, total);
        part.restart(answer.start(), answer.validator());
        String name = download.target().getFileName().toString();
        LOG.info("{} from {}", size(total, part.size()), download.source());
        try (DownloadProgress progress = new DownloadProgress(name, total, part.size())) {
            long most = total.orElse(policy.largest());
            if (!part.append(answer.body(), most, progress::add)) {
                part.clear();
                throw refused(download, "the server sends more than " + most + " bytes");
            }
            if (total.isPresent() && part.size() < total.getAsLong()) {
                throw NetworkException.after("the connection ended early");
            }
        }
    }

    /** What is about to be fetched, before it is. */
    private static String size(OptionalLong total, long before) {
        if (total.isEmpty()) {
            return "Fetching a file of unknown size";
        }
        String all = "Fetching " + total.getAsLong() + " bytes";
        return before == 0 ? all : all + ", " + before + " of which are here,";
    }

    private void requireFitting(Download download, HttpAnswer answer, OptionalLong total) {
        boolean checkable = download.size().isPresent() || download.sha256().isPresent();
        if (!answer.hasMarkedEnd() && !checkable) {
            throw refused(download, "the server does not say where the file ends");
        }
        if (total.isPresent() && total.getAsLong() > policy.largest()) {
            throw refused(download, "it has more than " + policy.largest() + " bytes");
        }
        if (total.isPresent()
                && download.size().isPresent()
                && total.getAsLong() != download.size().getAsLong()) {
            throw refused(
                    download,
                    "it has "
                            + total.getAsLong()
                            + " bytes and not "
                            + download.size().getAsLong());
        }
    }

    private static String finish(Download download, PartialFile part) throws IOException {
        if (download.size().isPresent() && part.size() != download.size().getAsLong()) {
            throw new WrongContentException(
                    "it has " + part.size() + " bytes and not " + download.size().getAsLong());
        }
        String digest = part.sha256();
        if (download.sha256().isPresent() && !digest.equals(download.sha256().get())) {
            throw new WrongContentException(
                    "its SHA-256 is " + digest + " and not " + download.sha256().get());
        }
        part.finish();
        return digest;
    }

    private static UnreachableException unreachable(Download download, IOException cause) {
        return new UnreachableException(
                sentence(download, "no connection to the host (" + cause.getMessage() + ")"),
                cause);
    }

    private static RefusedException refused(Download download, String why) {
        return new RefusedException(sentence(download, why), (Throwable) null);
    }

    private static RefusedException givenUp(Download download, int attempts, IOException cause) {
        return new RefusedException(
                sentence(
                        download,
                        "given up after "
                                + attempts
                                + " attempts, the last: "
                                + cause.getMessage()),
                cause);
    }

    private static String sentence(Download download, String why) {
        return download.source()
                + " cannot be downloaded to "
                + download.target()
                + ": "
                + why
                + "; check the network and the address, or bring the file yourself.";
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitBenchException("The download was interrupted; start it again.", e);
        }
    }
}
