package io.exitbench.calibration;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.Confidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * The calibration traces of every second file: a classifier that is fitted on one half has its
 * threshold calibrated on the other, which it has not seen. A single file is in both.
 */
public final class FileHalf implements CalibrationTraces {
    private final CalibrationTraces all;
    private final List<Completion> completions = new ArrayList<>();

    /** Numbers that its tokens have among all. */
    private final long[] numbers;

    /**
     * @param all traces
     * @param second whether to take the second file and every second one after it, or else the
     *     first and so on
     */
    public FileHalf(CalibrationTraces all, boolean second) {
        this.all = all;
        Map<String, Integer> files = new LinkedHashMap<>();
        all.completions().forEach(each -> files.putIfAbsent(each.file(), files.size()));
        LongStream.Builder kept = LongStream.builder();
        long tokens = 0;
        for (Completion each : all.completions()) {
            boolean isSecond = files.get(each.file()) % 2 == 1;
            if (isSecond == second || files.size() == 1) {
                completions.add(new Completion(each.file(), tokens, each.tokens()));
                LongStream.range(each.first(), each.first() + each.tokens()).forEach(kept);
                tokens += each.tokens();
            }
        }
        numbers = kept.build().toArray();
    }

    private FileHalf(CalibrationTraces all, FileHalf half) {
        this.all = all;
        completions.addAll(half.completions);
        numbers = half.numbers;
    }

    @Override
    public List<Integer> exitLayers() {
        return all.exitLayers();
    }

    @Override
    public List<Completion> completions() {
        return List.copyOf(completions);
    }

    @Override
    public long tokens() {
        return numbers.length;
    }

    @Override
    public int full(long token) {
        return all.full(numbers[(int) token]);
    }

    @Override
    public Confidence seen(long token, int exit) {
        return all.seen(numbers[(int) token], exit);
    }

    @Override
    public float[] normalisedState(long token, int exit) {
        return all.normalisedState(numbers[(int) token], exit);
    }

    @Override
    public OptionalInt label(long token) {
        return all.label(numbers[(int) token]);
    }

    @Override
    public CalibrationTraces amongCandidates() {
        return new FileHalf(all.amongCandidates(), this);
    }

    @Override
    public List<Path> madeIn() {
        return all.madeIn();
    }
}
