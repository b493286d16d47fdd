package io.exitbench.result;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.result.score.CompletedSample;
import io.exitbench.result.score.SampleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code completions.jsonl}: one JSON object for each sample, with every text that it was completed
 * by and the runs that did so. Most runs agree on most samples, so it is a twentieth of {@code
 * samples.jsonl}, small enough to be kept beside published numbers, and all that scores need to be
 * computed again and paired with those of another result.
 */
public final class CompletionsFile {
    private static final Gson GSON =
            new GsonBuilder()
                    .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .disableHtmlEscaping()
                    .create();

    /** A line. */
    private record Line(
            String sampleId,
            String file,
            String promptDigest,
            String reference,
            List<Text> completions) {
        private boolean isWhole() {
            return sampleId != null
                    && file != null
                    && promptDigest != null
                    && reference != null
                    && completions != null
                    && completions.stream().allMatch(text -> text != null && text.isWhole());
        }
    }

    /** What some runs completed a sample by. */
    private record Text(String completion, List<String> runIds) {
        private boolean isWhole() {
            return completion != null
                    && runIds != null
                    && runIds.stream().noneMatch(Objects::isNull);
        }
    }

    private CompletionsFile() {}

    /**
     * Writes the file as a whole or not at all.
     *
     * @param file {@code completions.jsonl}
     * @param samples of all runs; of one sample, all have the same prompt and reference
     */
    static void write(Path file, List<SampleResult> samples) {
        Map<String, List<SampleResult>> bySample = new LinkedHashMap<>();
        for (SampleResult sample : samples) {
            bySample.computeIfAbsent(sample.sampleId(), id -> new ArrayList<>()).add(sample);
        }
        AtomicFile.write(
                file,
                out -> {
                    for (List<SampleResult> runs : bySample.values()) {
                        out.write(GSON.toJson(line(runs)));
                        out.write('\n');
                    }
                });
    }

    private static Line line(List<SampleResult> runs) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (SampleResult run : runs) {
            texts.computeIfAbsent(run.completion(), text -> new ArrayList<>()).add(run.runId());
        }
        SampleResult first = runs.get(0);
        return new Line(
                first.sampleId(),
                first.file(),
                first.promptDigest(),
                first.reference(),
                texts.entrySet().stream().map(e -> new Text(e.getKey(), e.getValue())).toList());
    }

    /**
     * Reads what a suite run wrote.
     *
     * @param file {@code completions.jsonl}
     * @return the samples of all runs; of each run, in order
     * @throws ExitBenchException if the file cannot be read or a line is malformed
     */
    public static List<CompletedSample> read(Path file) {
        List<CompletedSample> samples = new ArrayList<>();
        try {
            int number = 0;
            for (String text : Files.readAllLines(file)) {
                number++;
                Line line = parse(file, number, text);
                for (Text each : line.completions()) {
                    for (String run : each.runIds()) {
                        samples.add(
                                new CompletedSample(
                                        run,
                                        line.sampleId(),
                                        line.file(),
                                        line.promptDigest(),
                                        each.completion(),
                                        line.reference()));
                    }
                }
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    file + " cannot be read; run exitbench score on the suite's folder.", e);
        }
        return samples;
    }

    private static Line parse(Path file, int number, String text) {
        try {
            Line line = GSON.fromJson(text, Line.class);
            if (line != null && line.isWhole()) {
                return line;
            }
        } catch (JsonParseException e) {
            throw malformed(file, number, e);
        }
        throw malformed(file, number, null);
    }

    private static ExitBenchException malformed(Path file, int number, Throwable cause) {
        return new ExitBenchException(
                "Line "
                        + number
                        + " of "
                        + file
                        + " holds no completions; run exitbench score on the suite's folder.",
                cause);
    }
}
