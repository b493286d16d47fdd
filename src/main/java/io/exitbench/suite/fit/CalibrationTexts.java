package io.exitbench.suite.fit;

import io.exitbench.agent.trace.TraceText;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.TokenizedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Cuts the files of a split into texts to read. */
final class CalibrationTexts {
    /** Tokens of a text. */
    static final int LENGTH = 160;

    /** Of these, those at the beginning that only give context. */
    private static final int CONTEXT = 32;

    private CalibrationTexts() {}

    /**
     * Cuts.
     *
     * @param files of the data set
     * @param split of the files
     * @param encoding of a file to token ids
     * @param count at most so many texts, spread evenly over all there are
     * @return the texts, in the order of the files
     */
    static List<TraceText> of(
            TokenFiles files, Split split, Function<TokenizedFile, int[]> encoding, int count) {
        List<TraceText> all = new ArrayList<>();
        for (TokenizedFile file : files.files(split)) {
            int[] ids = encoding.apply(file);
            for (int from = 0; from + CONTEXT + 1 < ids.length; from += LENGTH) {
                int to = Math.min(ids.length, from + LENGTH);
                if (to - from > CONTEXT + 1) {
                    all.add(new TraceText(file.path(), Arrays.copyOfRange(ids, from, to), CONTEXT));
                }
            }
        }
        if (all.size() <= count) {
            return all;
        }
        List<TraceText> spread = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spread.add(all.get((int) ((long) i * all.size() / count)));
        }
        return spread;
    }
}
