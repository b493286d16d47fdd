package io.exitbench.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU with up to four-grams and the 13a tokenisation (Papineni et al. 2002; Post 2018, arXiv
 * 1804.08771), unsmoothed: a text without a common four-gram scores 0. Over a corpus the n-gram
 * counts are summed before precision and brevity penalty are taken.
 */
public final class Bleu implements Metric {
    private static final int ORDER = 4;
    private static final double FULL = 100;

    @Override
    public String signature() {
        return "BLEU|nrefs:1|case:mixed|tok:13a|smooth:none|version:1";
    }

    @Override
    public String name() {
        return "bleu";
    }

    @Override
    public double sample(ScoredPair pair) {
        return corpus(List.of(pair));
    }

    @Override
    public double corpus(List<ScoredPair> pairs) {
        long[] matches = new long[ORDER];
        long[] totals = new long[ORDER];
        long predictionLength = 0;
        long referenceLength = 0;
        for (ScoredPair pair : pairs) {
            List<String> prediction = Tokenizer13a.tokens(pair.prediction());
            List<String> reference = Tokenizer13a.tokens(pair.reference());
            predictionLength += prediction.size();
            referenceLength += reference.size();
            for (int n = 1; n <= ORDER; n++) {
                totals[n - 1] += Math.max(0, prediction.size() - n + 1);
                matches[n - 1] += matches(counts(prediction, n), counts(reference, n));
            }
        }
        double logPrecisions = 0;
        for (int n = 0; n < ORDER; n++) {
            if (matches[n] == 0) {
                return 0;
            }
            logPrecisions += Math.log((double) matches[n] / totals[n]) / ORDER;
        }
        double brevity =
                predictionLength > referenceLength
                        ? 0
                        : 1 - (double) referenceLength / predictionLength;
        return FULL * Math.exp(logPrecisions + brevity);
    }

    private static Map<List<String>, Integer> counts(List<String> tokens, int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i + n <= tokens.size(); i++) {
            counts.merge(tokens.subList(i, i + n), 1, Integer::sum);
        }
        return counts;
    }

    private static long matches(
            Map<List<String>, Integer> prediction, Map<List<String>, Integer> reference) {
        long matches = 0;
        for (Map.Entry<List<String>, Integer> entry : prediction.entrySet()) {
            matches += Math.min(entry.getValue(), reference.getOrDefault(entry.getKey(), 0));
        }
        return matches;
    }
}
