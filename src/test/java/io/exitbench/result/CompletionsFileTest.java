package io.exitbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.score.CompletedSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionsFileTest {
    @TempDir Path folder;

    @Test
    void aSampleIsALineAndEqualCompletionsAreWrittenOnce() throws IOException {
        SuiteRecordsFixture.finish(folder, SuiteRecordsFixture.journal());
        List<String> lines = Files.readAllLines(folder.resolve("completions.jsonl"));
        assertThat(lines).hasSize(4);
        String ids = "\"run_ids\":[\"" + SuiteRecordsFixture.FULL.runId() + "\"";
        assertThat(lines)
                .allMatch(line -> line.startsWith("{\"sample_id\":\"s"))
                .allMatch(line -> line.split(Pattern.quote(ids), -1).length == 2);
    }

    @Test
    void whatIsReadIsWhatTheSamplesSayInTheirOrder() {
        SuiteRecordsFixture.finish(folder, SuiteRecordsFixture.journal());
        List<CompletedSample> samples =
                SamplesFile.read(folder.resolve("samples.jsonl")).stream()
                        .map(CompletedSample::of)
                        .toList();
        assertThat(byRun(CompletionsFile.read(folder.resolve("completions.jsonl"))))
                .hasSize(3)
                .isEqualTo(byRun(samples));
    }

    private static Map<String, List<CompletedSample>> byRun(List<CompletedSample> samples) {
        return samples.stream().collect(Collectors.groupingBy(CompletedSample::runId));
    }
}
