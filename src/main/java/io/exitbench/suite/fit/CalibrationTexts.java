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
    /** Most tokens of a text. */
    private static final int LONGEST = 160;

    /** A fifth of a text, at its beginning, only gives context. */
    private static final int CONTEXT = 5;

    private CalibrationTexts() {}

    /**
     * @param window positions of the model as it is loaded
     * @return tokens of a text
     */
    static int length(int window) {
        return Math.min(LONGEST, window);
    }

    /**
     * Cuts.
     *
     * @param files of the data set
     * @param split of the files
     * @param encoding of a file to token ids
     * @param length of a text
     * @param count at most so many texts, spread evenly over all there are
     * @return the texts, in the order of the files
     */
    static List<TraceText> of(
            TokenFiles files,
            Split split,
            Function<TokenizedFile, int[]> encoding,
            int length,
            int count) {
        int context = Math.max(1, length / CONTEXT);
        List<TraceText> all = new ArrayList<>();
        for (TokenizedFile file : files.files(split)) {
            int[] ids = encoding.apply(file);
            for (int from = 0; from + context + 1 < ids.length; from += length) {
                int to = Math.min(ids.length, from + length);
                if (to - from > context + 1) {
                    all.add(new TraceText(file.path(), Arrays.copyOfRange(ids, from, to), context));
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
