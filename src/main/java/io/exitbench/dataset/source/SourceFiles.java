package io.exitbench.dataset.source;

import io.exitbench.dataset.RejectedFile;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A stream of files that can be read more than once, each time in the same order. */
public interface SourceFiles {
    /** The largest file that is taken. */
    int LARGEST = 16 << 20;

    /** Why a larger one is not. */
    String TOO_LARGE = "more than 16 MiB";

    /** Why a file is missing that a list names. */
    String ABSENT = "listed and not there";

    /** What a file's content is. */
    enum Form {
        /** Source code. */
        SOURCE,
        /** One file's Java tokens on a line, with literals as written: {@code java_*_pre}. */
        WRITTEN_TOKENS,
        /** One file's tokens on a line, with literals normalised: CodeXGLUE's token lines. */
        TOKENS
    }

    /**
     * @return what all contents are
     */
    Form form();

    /**
     * @return differs whenever the content does
     */
    String identity();

    /**
     * @return how much {@link #read} tells its progress in all, at least 1
     */
    long size();

    /**
     * @return what progress counts, such as {@code bytes}
     */
    String unit();

    /**
     * Reads all files.
     *
     * @param consumer of each file
     * @param missing is told of files that are listed but missing, or too large
     * @param progress is told how many further units have been read
     * @throws io.exitbench.ExitBenchException if the source is damaged
     */
    void read(Consumer<SourceFile> consumer, Consumer<RejectedFile> missing, LongConsumer progress);

    /**
     * Reads all files, and only counts what is missing.
     *
     * @param consumer of each file
     * @param progress is told how many further units have been read
     * @return files that are listed but missing or too large
     * @throws io.exitbench.ExitBenchException if the source is damaged
     */
    default int read(Consumer<SourceFile> consumer, LongConsumer progress) {
        int[] count = {0};
        read(consumer, missing -> count[0]++, progress);
        return count[0];
    }
}
