package io.exitbench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescoringTest {
    private static final String HEADER = "run_id,strategy,parameters,kv_policy,agreement\n";

    @TempDir Path folder;

    @BeforeEach
    void aRunOfTwoStrategies() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{\"seed\":1,\"language\":\"java\"}");
        Files.writeString(
                folder.resolve("results.csv"),
                HEADER + "r1,full-depth,,propagate,1\nr2,static-exit,layer=4,defer,1\n");
        List<SampleResult> samples = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            samples.add(sample("r1", i, "int x = " + i + " ;"));
        }
        for (int i = 0; i < 6; i++) {
            samples.add(sample("r2", i, "int y = " + i + " ;"));
        }
        SamplesFile.write(folder.resolve("samples.jsonl"), samples);
    }

    @Test
    void everyFileIsWrittenAgain() throws IOException {
        List<RunScores> runs = new Rescoring(folder).run();

        assertThat(runs)
                .extracting(RunScores::label)
                .containsExactly("full-depth [propagate]", "static-exit layer=4 [defer]");
        assertThat(runs.get(0).score("code_bleu").orElseThrow().value()).isEqualTo(100);
        assertThat(runs.get(1).score("code_bleu_syntax").orElseThrow().value()).isEqualTo(100);
        assertThat(runs.get(1).score("exact_match").orElseThrow().value()).isZero();
        assertThat(Files.readAllLines(folder.resolve("comparisons.csv")))
                .hasSize(1 + Comparisons.METRICS.size())
                .anyMatch(line -> line.startsWith("r2,static-exit layer=4 [defer],exact_match,-1"));
        assertThat(Files.readString(folder.resolve("results.csv")))
                .contains("r2,static-exit,layer=4,defer,50.0000");
    }

    @Test
    void nothingIsWrittenWhereFilesDoNotFitTogether() throws IOException {
        List<SampleResult> samples = SamplesFile.read(folder.resolve("samples.jsonl"));
        SamplesFile.write(folder.resolve("samples.jsonl"), samples.subList(0, 10));
        refuses("different samples");
        SamplesFile.write(folder.resolve("samples.jsonl"), samples.subList(0, 6));
        refuses("samples.jsonl lacks");
        SamplesFile.write(folder.resolve("samples.jsonl"), samples);
        Files.writeString(folder.resolve("results.csv"), HEADER);
        refuses("has no run");
        Files.writeString(folder.resolve("results.csv"), "run_id,agreement\nr1,1\n");
        refuses("no column strategy");
        Files.writeString(folder.resolve("run.json"), "{\"seed\":1}");
        refuses("no language");
        Files.writeString(folder.resolve("run.json"), "{\"seed\":1,\"language\":\"cobol\"}");
        refuses("no valid language and seed");
        Files.writeString(folder.resolve("run.json"), "{");
        refuses("cannot be read");
        assertThat(folder.resolve("scores.csv")).doesNotExist();
    }

    @Test
    void nothingIsScoredAgainstNothing() throws IOException {
        Path samples = folder.resolve("samples.jsonl");
        String text = Files.readString(samples);
        Files.writeString(
                samples, text.replace("\"reference\":\"int x = 3 ;\"", "\"reference\":\"\""));
        refuses("Sample f3#1 has no reference to be scored against");
    }

    private void refuses(String part) {
        assertThatThrownBy(() -> new Rescoring(folder).run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(part);
    }

    private static SampleResult sample(String run, int number, String completion) {
        return new SampleResult(
                run,
                "f" + number + "#1",
                "f" + number,
                "00",
                completion,
                "int x = " + number + " ;",
                new int[] {1, 2},
                new int[] {4, 4},
                1,
                2,
                Map.of(),
                new double[] {1},
                new double[] {1},
                null);
    }
}
