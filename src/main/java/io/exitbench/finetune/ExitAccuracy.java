package io.exitbench.finetune;

import io.exitbench.decode.LayerPredictions;
import io.exitbench.model.DecoderModel;
import io.exitbench.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each exit layer predicts on given texts, teacher-forced: after every token the next one.
 *
 * @param layers 1-based, the last layer last
 * @param accuracy share of tokens whose true successor is the prediction, for each layer, in [0, 1]
 * @param baseAgreement share of tokens where the layer predicts what the base's last layer does
 * @param oracleLayers mean of the first layer that predicts what the model's own last layer does
 * @param lastLayers what both last layers predict, for each text in the order given
 */
public record ExitAccuracy(
        List<Integer> layers,
        double[] accuracy,
        double[] baseAgreement,
        double oracleLayers,
        List<LastLayers> lastLayers) {
    private static final int BATCH = 8;

    /** Copies the lists. */
    public ExitAccuracy {
        layers = List.copyOf(layers);
        lastLayers = List.copyOf(lastLayers);
    }

    /**
     * What the last layers of model and base predict of one text.
     *
     * @param right tokens whose true successor the model predicts
     * @param baseRight the same of the base
     * @param tokens counted, at least 1
     */
    public record LastLayers(int right, int baseRight, int tokens) {}

    /**
     * A piece of a file.
     *
     * @param file which of the files, from 0
     * @param tokens ids, at least 2
     */
    public record Text(int file, int[] tokens) {}

    /**
     * Runs model and base over texts.
     *
     * @param model to judge
     * @param base to compare with, the model itself for the base's own figures
     * @param layers ascending, 1-based, the last layer last
     * @param texts token ids within both windows, at least 2 each
     * @return shares over all tokens but the first of each text
     */
    public static ExitAccuracy of(
            DecoderModel model, DecoderModel base, List<Integer> layers, List<int[]> texts) {
        int deepest = layers.get(layers.size() - 1);
        LayerPredictions student = new LayerPredictions(model, layers, BATCH);
        LayerPredictions teacher = new LayerPredictions(base, List.of(deepest), BATCH);
        long[] right = new long[layers.size()];
        long[] agreeing = new long[layers.size()];
        long oracle = 0;
        List<LastLayers> lastLayers = new ArrayList<>();
        try (Progress progress = Progress.start("Accuracy of exits", "texts", texts.size())) {
            for (int from = 0; from < texts.size(); from += BATCH) {
                List<int[]> part = texts.subList(from, Math.min(texts.size(), from + BATCH));
                List<int[][]> predicted = student.predict(part);
                List<int[][]> expected = teacher.predict(part);
                for (int text = 0; text < part.size(); text++) {
                    int[] truth = part.get(text);
                    int[][] own = predicted.get(text);
                    int[] target = expected.get(text)[0];
                    lastLayers.add(lastLayers(truth, own[own.length - 1], target));
                    for (int i = 0; i + 1 < truth.length; i++) {
                        int position = i;
                        for (int exit = 0; exit < own.length; exit++) {
                            right[exit] += own[exit][i] == truth[i + 1] ? 1 : 0;
                            agreeing[exit] += own[exit][i] == target[i] ? 1 : 0;
                        }
                        int last = own[own.length - 1][i];
                        int first = 0;
                        while (own[first][position] != last) {
                            first++;
                        }
                        oracle += layers.get(first);
                    }
                }
                progress.advance(part.size());
            }
        }
        double all = tokens(lastLayers);
        return new ExitAccuracy(
                layers,
                Arrays.stream(right).mapToDouble(count -> count / all).toArray(),
                Arrays.stream(agreeing).mapToDouble(count -> count / all).toArray(),
                oracle / all,
                lastLayers);
    }

    private static LastLayers lastLayers(int[] truth, int[] own, int[] base) {
        int right = 0;
        int baseRight = 0;
        for (int i = 0; i + 1 < truth.length; i++) {
            right += own[i] == truth[i + 1] ? 1 : 0;
            baseRight += base[i] == truth[i + 1] ? 1 : 0;
        }
        return new LastLayers(right, baseRight, truth.length - 1);
    }

    private static long tokens(List<LastLayers> texts) {
        return texts.stream().mapToLong(LastLayers::tokens).sum();
    }

    /**
     * @return tokens counted
     */
    public long tokens() {
        return tokens(lastLayers);
    }

    /**
     * Area under agreement with the base over layers, by the trapezoidal rule from layer 0 with
     * agreement 0, as a share of the model's depth; in [0, 1].
     *
     * @return the area; at most 1 - f/2, where f is the first judged layer's share of the depth
     */
    public double area() {
        double area = 0;
        double agreement = 0;
        int layer = 0;
        for (int i = 0; i < layers.size(); i++) {
            area += (layers.get(i) - layer) * (agreement + baseAgreement[i]) / 2;
            layer = layers.get(i);
            agreement = baseAgreement[i];
        }
        return area / layer;
    }

    /**
     * Cuts files into texts of one length, for a quick and even sample.
     *
     * @param files token ids
     * @param length of a text
     * @param count at most so many, spread evenly over all
     * @return texts of 2 to {@code length} tokens, in the order of the files
     */
    public static List<Text> texts(List<int[]> files, int length, int count) {
        List<Text> all = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            int[] ids = files.get(file);
            for (int from = 0; from + 1 < ids.length; from += length) {
                int to = Math.min(ids.length, from + length);
                if (to - from > 1) {
                    all.add(new Text(file, Arrays.copyOfRange(ids, from, to)));
                }
            }
        }
        if (all.size() <= count) {
            return all;
        }
        List<Text> spread = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spread.add(all.get((int) ((long) i * all.size() / count)));
        }
        return spread;
    }
}
