package io.exitbench.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Counts rejected files and names some of them: the first by their paths, so that neither threads
 * nor the order of an archive show. Any thread may add.
 */
public final class Rejections {
    /** The most that are named. */
    public static final int NAMED = 100;

    private final TreeSet<RejectedFile> named =
            new TreeSet<>(
                    Comparator.comparing(RejectedFile::path).thenComparing(RejectedFile::reason));

    private int count;

    /**
     * @param file that is not in the data
     */
    public synchronized void add(RejectedFile file) {
        count++;
        named.add(file);
        if (named.size() > NAMED) {
            named.pollLast();
        }
    }

    /**
     * @return all that were added
     */
    public synchronized int count() {
        return count;
    }

    /**
     * @return at most {@value #NAMED}, in the order of their paths
     */
    public synchronized List<RejectedFile> named() {
        return List.copyOf(named);
    }
}
