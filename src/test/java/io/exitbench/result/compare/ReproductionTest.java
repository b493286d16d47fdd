package io.exitbench.result.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.SuiteRecordsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
    @TempDir Path folder;
    private Path again;

    @BeforeEach
    void twice() {
        again = folder.resolve("again");
        SuiteRecordsFixture.finish(folder.resolve("first"), SuiteRecordsFixture.journal());
        SuiteRecordsFixture.finish(again, SuiteRecordsFixture.journal());
    }

    private Reproduction reproduction() {
        return Reproduction.of(
                StoredResult.read(folder.resolve("first")), StoredResult.read(again));
    }

    private void edit(String file, String from, String to) throws IOException {
        String before = Files.readString(again.resolve(file));
        String after = before.replaceAll(from, to);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(again.resolve(file), after);
    }

    @Test
    void theSameAgainDiffersInNothing() {
        assertThat(reproduction().conditions()).isEmpty();
        assertThat(reproduction().results()).isEmpty();
    }

    @Test
    void whatMustBeEqualIsListedAndConditionsApart() throws IOException {
        edit("run.json", "\"tier\": \"smoke\"", "\"tier\": \"publish\"");
        edit("results.csv", "(?m)^([^\n]*,entropy,nats=1,defer,3,)4,", "$15,");
        Reproduction found = reproduction();
        assertThat(found.conditions()).containsExactly("tier: smoke -> publish");
        assertThat(found.results()).containsExactly("entropy nats=1 [defer], samples: 4 -> 5");
    }

    @Test
    void timesAndEnergiesMayDiffer() throws IOException {
        Path csv = again.resolve("results.csv");
        String[] lines = Files.readString(csv).split("\n");
        String[] names = lines[0].split(",");
        int latency = java.util.List.of(names).indexOf("latency_ms_per_token");
        String[] cells = lines[1].split(",", -1);
        cells[latency] = "99";
        lines[1] = String.join(",", cells);
        Files.writeString(csv, String.join("\n", lines) + "\n");
        assertThat(reproduction().results()).isEmpty();
    }

    @Test
    void otherCompletionsAndMissingRunsAreCounted() throws IOException {
        edit("samples.jsonl", "(\"completion\":\")[^\"]*", "$1other");
        edit("results.csv", "(?m)^[^\n]*,oracle,[^\n]*\n", "");
        assertThat(reproduction().results())
                .contains(
                        "full-depth [propagate]: 4 of 4 completions differ",
                        "oracle [defer]: missing in the repetition");
    }
}
