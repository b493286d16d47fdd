package io.exitbench.dataset;

import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** From how many projects files come, as far as their paths tell. */
public final class ProjectCount {
    /** PY150 has its files at {@code data/user/repository/…}. */
    private static final int PY150_DEPTH = 3;

    /** The embedded Java libraries lie at {@code org/apache/commons/library/…}. */
    private static final int COMMONS_DEPTH = 4;

    private ProjectCount() {}

    /**
     * Counts.
     *
     * @param paths of files within their data set
     * @param origin of the data set
     * @param language of the files
     * @return how many projects, if paths say so: a local copy's and JavaCorpus's do not
     */
    public static OptionalInt of(
            Collection<String> paths, CodeDataset.Origin origin, Language language) {
        if (origin == CodeDataset.Origin.EMBEDDED) {
            return OptionalInt.of(
                    language == Language.PYTHON ? 1 : starts(paths, COMMONS_DEPTH).orElse(1));
        }
        return origin == CodeDataset.Origin.OFFICIAL && language == Language.PYTHON
                ? starts(paths, PY150_DEPTH)
                : OptionalInt.empty();
    }

    /** Different beginnings of so many folders, unless a path has fewer. */
    private static OptionalInt starts(Collection<String> paths, int depth) {
        if (paths.stream().anyMatch(path -> path.split("/").length <= depth)) {
            return OptionalInt.empty();
        }
        long count =
                paths.stream()
                        .map(path -> List.of(path.split("/")).subList(0, depth))
                        .distinct()
                        .count();
        return OptionalInt.of((int) count);
    }
}
