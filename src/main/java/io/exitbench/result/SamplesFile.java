package io.exitbench.result;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code samples.jsonl}: one JSON object for each run and sample. */
public final class SamplesFile {
    private static final Gson GSON =
            new GsonBuilder()
                    .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .disableHtmlEscaping()
                    .create();

    private SamplesFile() {}

    /**
     * Writes the file as a whole or not at all.
     *
     * @param file {@code samples.jsonl}
     * @param samples in order
     */
    public static void write(Path file, List<SampleResult> samples) {
        AtomicFile.write(
                file,
                out -> {
                    for (SampleResult sample : samples) {
                        out.write(GSON.toJson(sample));
                        out.write('\n');
                    }
                });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file {@code samples.jsonl}
     * @return the samples in order
     * @throws ExitBenchException if a line is malformed
     */
    public static List<SampleResult> read(Path file) {
        List<SampleResult> samples = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                SampleResult sample = parse(file, number, line);
                samples.add(sample);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    file + " cannot be read; give the folder of a finished suite run.", e);
        }
        return samples;
    }

    private static SampleResult parse(Path file, int number, String line) {
        try {
            SampleResult sample = GSON.fromJson(line, SampleResult.class);
            if (sample != null && sample.runId() != null && sample.completion() != null) {
                return sample;
            }
        } catch (JsonParseException e) {
            throw malformed(file, number, e);
        }
        throw malformed(file, number, null);
    }

    private static ExitBenchException malformed(Path file, int number, Throwable cause) {
        return new ExitBenchException(
                "Line " + number + " of " + file + " is no sample record; run the suite again.",
                cause);
    }
}
