package io.exitbench.download;

import java.time.Duration;

/**
 * How patient a download is.
 *
 * @param connectTimeout until a host has taken the connection, name resolution included
 * @param readTimeout without a byte, after which an attempt counts as stalled
 * @param attempts in all, at least 1; the count begins anew whenever 16 MiB have arrived
 * @param pause before the second attempt, doubled before each further one
 * @param largest bytes that are taken at most, whatever the server announces
 */
public record DownloadPolicy(
        Duration connectTimeout, Duration readTimeout, int attempts, Duration pause, long largest) {

    /**
     * @return 3 s to connect, 30 s without a byte, 5 attempts, 1 s between the first two, 64 GiB
     */
    public static DownloadPolicy standard() {
        return new DownloadPolicy(
                Duration.ofSeconds(3), Duration.ofSeconds(30), 5, Duration.ofSeconds(1), 64L << 30);
    }
}
