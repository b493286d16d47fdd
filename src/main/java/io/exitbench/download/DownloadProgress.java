package io.exitbench.download;

import io.exitbench.progress.Progress;
import java.util.Optional;
import java.util.OptionalLong;

/** Shows the whole mebibytes of files that take a while. */
final class DownloadProgress implements AutoCloseable {
    private static final long MEBIBYTE = 1L << 20;

    private final Optional<Progress> display;
    private long bytes;

    DownloadProgress(String name, OptionalLong total, long before) {
        long mebibytes = total.orElse(0) / MEBIBYTE;
        display =
                mebibytes < 1
                        ? Optional.empty()
                        : Optional.of(Progress.start("Download " + name, "MiB", mebibytes));
        add(before);
    }

    void add(long count) {
        long whole = (bytes + count) / MEBIBYTE - bytes / MEBIBYTE;
        bytes += count;
        if (whole > 0) {
            display.ifPresent(progress -> progress.advance(whole));
        }
    }

    @Override
    public void close() {
        display.ifPresent(Progress::close);
    }
}
