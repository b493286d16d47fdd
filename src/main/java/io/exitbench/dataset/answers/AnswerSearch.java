package io.exitbench.dataset.answers;

import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.source.LineCase;
import io.exitbench.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks for the files that cases were cut from. The input of a case is the beginning of a file's
 * token line, so the answer is the rest of that file's line. The id of a case is said to be the
 * number of its file, and nobody says whether it counts from 0 or from 1: it is taken to count from
 * the one under which it fits more often, if that is more than half of the cases that fit any file
 * at all. Where the file at the id then begins with the input, it is the case's file. For all other
 * cases every file of the split counts, and an answer only if all that fit go on in the same way.
 *
 * <p>Files are read once, one after the other.
 */
final class AnswerSearch {
    /** Goes up when the same input gives other answers. */
    static final int VERSION = 1;

    private static final int BASES = 2;

    private final List<LineCase> cases;
    private final TokenFiles files;
    private final List<Continuations> found = new ArrayList<>();

    /**
     * @param cases whose answers are withheld
     * @param files whose evaluation split they were cut from
     */
    AnswerSearch(List<LineCase> cases, TokenFiles files) {
        this.cases = cases;
        this.files = files;
        cases.forEach(each -> found.add(new Continuations(BASES)));
    }

    /**
     * @return what was found for each case, in their order
     */
    List<RecoveredAnswer> run() {
        PrefixIndex index = new PrefixIndex(cases.stream().map(LineCase::input).toList());
        int count = files.paths(Split.EVALUATION).size();
        try (Progress progress =
                Progress.start("Answers from " + files.name(), "files", Math.max(1, count))) {
            for (int i = 0; i < count; i++) {
                int position = files.position(Split.EVALUATION, i);
                List<String> words = files.file(Split.EVALUATION, i).tokens();
                index.find(words, (each, used) -> see(each, position, words, used));
                progress.advance(1);
            }
        }
        OptionalInt base = base();
        return found.stream().map(each -> answer(each, base)).toList();
    }

    private void see(int number, int position, List<String> words, int used) {
        String rest = String.join(" ", words.subList(used, files.language().lineEnd(words, used)));
        Continuations continuations = found.get(number);
        continuations.see(rest);
        Optional<Long> id = id(cases.get(number));
        for (int base = 0; base < BASES; base++) {
            if (id.isPresent() && id.get() == (long) position + base) {
                continuations.seeAtId(base, rest);
            }
        }
    }

    private static Optional<Long> id(LineCase of) {
        return of.id().matches("\\d{1,9}") ? Optional.of(Long.valueOf(of.id())) : Optional.empty();
    }

    /** What ids count from, if most of them agree. */
    private OptionalInt base() {
        int best = 0;
        for (int base = 1; base < BASES; base++) {
            // Where files resemble their neighbours, more than one base may fit often.
            best = fitsAtId(base) > fitsAtId(best) ? base : best;
        }
        long fitting = found.stream().filter(Continuations::fitsAnywhere).count();
        return 2 * fitsAtId(best) > fitting ? OptionalInt.of(best) : OptionalInt.empty();
    }

    private long fitsAtId(int base) {
        return found.stream().filter(each -> each.fitsAtId(base)).count();
    }

    private static RecoveredAnswer answer(Continuations of, OptionalInt base) {
        return base.isPresent() && of.fitsAtId(base.getAsInt())
                ? of.byId(base.getAsInt())
                : of.bySearch();
    }
}
