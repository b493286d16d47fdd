package io.exitbench.calibration;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.Confidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Calibration traces with two exits whose probability of being right is their confidence. */
final class MadeUpTraces implements CalibrationTraces {
    static final int EXITS = 2;

    private final List<Completion> completions = new ArrayList<>();
    private final List<float[]> confidences = new ArrayList<>();
    private final List<boolean[]> right = new ArrayList<>();

    MadeUpTraces(int count, int tokens, Random random) {
        for (int i = 0; i < count; i++) {
            completions.add(new Completion("f" + i, right.size(), tokens));
            for (int token = 0; token < tokens; token++) {
                float[] sure = new float[EXITS];
                boolean[] agrees = new boolean[EXITS];
                for (int exit = 0; exit < EXITS; exit++) {
                    sure[exit] = (float) Math.sqrt(random.nextDouble());
                    agrees[exit] = random.nextDouble() < sure[exit];
                }
                confidences.add(sure);
                right.add(agrees);
            }
        }
    }

    @Override
    public List<Integer> exitLayers() {
        return List.of(2, 4);
    }

    @Override
    public List<Completion> completions() {
        return completions;
    }

    @Override
    public long tokens() {
        return right.size();
    }

    @Override
    public int full(long token) {
        return 1;
    }

    @Override
    public Confidence seen(long token, int exit) {
        float sure = confidences.get((int) token)[exit];
        return new Confidence(right.get((int) token)[exit] ? 1 : 0, sure, sure, 1 - sure);
    }

    @Override
    public CalibrationTraces amongCandidates() {
        return this;
    }

    @Override
    public List<Path> madeIn() {
        return List.of();
    }

    /** Share of tokens that are right where each leaves at the first exit above a threshold. */
    double agreement(double threshold) {
        int kept = 0;
        for (int token = 0; token < right.size(); token++) {
            int exit = 0;
            while (exit < EXITS && confidences.get(token)[exit] <= threshold) {
                exit++;
            }
            kept += exit == EXITS || right.get(token)[exit] ? 1 : 0;
        }
        return (double) kept / right.size();
    }
}
