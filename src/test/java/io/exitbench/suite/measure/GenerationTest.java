package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.Summary;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.suite.SmallSuite;
import io.exitbench.suite.SuiteRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completions made in parts are those of one process. */
class GenerationTest {
    @TempDir static Path shared;
    private static Path whole;

    @TempDir Path folder;

    @BeforeAll
    static void runInOneProcess() {
        whole =
                new SuiteRunner(
                                SmallSuite.specification(
                                                shared.resolve("results"), shared.resolve("cache"))
                                        .samples(5, 24)
                                        .energy(10, OptionalDouble.empty(), OptionalDouble.empty())
                                        .worker(30, true)
                                        .build(),
                                List.of(
                                        new FaultyStrategies.Full(),
                                        new FaultyStrategies.Sound(),
                                        new FaultyStrategies.Throwing()))
                        .run();
    }

    /** Makes parts in a random order, one of them twice. */
    private record Shuffled(int parts, List<GenerationPart> made) implements GenerationBackend {
        @Override
        public List<List<String>> make(GenerationInputs inputs, List<GenerationPart> wanted) {
            made.addAll(wanted);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                order.add(i);
            }
            order.add(0);
            Collections.shuffle(order, new Random(3));
            List<List<String>> lines = new ArrayList<>(Collections.nCopies(wanted.size(), null));
            order.forEach(i -> lines.set(i, GenerationTask.run(inputs, wanted.get(i))));
            return lines;
        }
    }

    private Path generate(int parts, List<GenerationPart> made) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("parts" + parts));
        for (String name : List.of("plan.json", "prompts.jsonl", "worker.json")) {
            Files.copy(whole.resolve(name), copy.resolve(name));
        }
        new Generation(new Shuffled(parts, made), ResultFolder.read(copy), WorkerOrder.read(copy))
                .run(copy);
        try (ResultFolder held = ResultFolder.hold(copy)) {
            held.commit(Summary.of(ResultFolder.read(copy)).files());
        }
        return copy;
    }

    @Test
    void theResultIsTheSameWhateverTheParts() throws IOException {
        List<GenerationPart> many = new ArrayList<>();
        Path one = generate(1, new ArrayList<>());
        Path split = generate(9, many);
        // Five samples for reference, then these for one half of the runs and the other.
        assertThat(many).hasSize(5 + 5);
        for (String file : List.of("results.csv", "samples.jsonl", "failures.csv", "scores.csv")) {
            assertThat(split.resolve(file)).as(file).hasSameTextualContentAs(one.resolve(file));
        }
        SuiteRecords records = ResultFolder.read(split);
        SuiteRecords expected = ResultFolder.read(whole);
        assertThat(records.prompts()).hasSize(5);
        expected.sound()
                .forEach(
                        run -> {
                            assertThat(records.samples(run.runId()))
                                    .usingRecursiveComparison()
                                    .isEqualTo(expected.samples(run.runId()));
                            expected.prompts()
                                    .forEach(
                                            prompt ->
                                                    assertThat(
                                                                    records.forced(
                                                                            run.runId(),
                                                                            prompt.sampleId()))
                                                            .usingRecursiveComparison()
                                                            .isEqualTo(
                                                                    expected.forced(
                                                                            run.runId(),
                                                                            prompt.sampleId())));
                        });
        assertThat(split.resolve("failures.csv"))
                .hasSameTextualContentAs(whole.resolve("failures.csv"));
    }

    /** Whatever is no time or energy is the same as of the process that measured these, too. */
    @Test
    void timeAndEnergyStayEmptyAndNothingElseDiffers() throws IOException {
        Path split = generate(3, new ArrayList<>());
        List<String> rows = Files.readAllLines(split.resolve("results.csv"));
        List<String> expected = Files.readAllLines(whole.resolve("results.csv"));
        assertThat(rows).hasSameSizeAs(expected);
        List<String> header = List.of(expected.get(0).split(","));
        assertThat(
                        Csv.read(whole.resolve("results.csv"))
                                .get(1)
                                .get(header.indexOf("energy_j_per_token")))
                .isNotEmpty();
        for (int row = 1; row < rows.size(); row++) {
            List<String> cells = Csv.read(split.resolve("results.csv")).get(row);
            List<String> timed = Csv.read(whole.resolve("results.csv")).get(row);
            for (int column = 0; column < header.size(); column++) {
                String name = header.get(column);
                if (isMeasured(name)) {
                    assertThat(cells.get(column)).as(name).isEmpty();
                } else if (!name.equals("energy_source")) {
                    assertThat(cells.get(column)).as(name).isEqualTo(timed.get(column));
                }
            }
        }
    }

    private static boolean isMeasured(String column) {
        return column.startsWith("latency_")
                || column.startsWith("energy_") && !column.equals("energy_source")
                || column.startsWith("time_")
                || column.startsWith("decision_overhead")
                || column.startsWith("tokens_per_second")
                || column.startsWith("saved_ci");
    }

    @Test
    void withoutABackendOneIsToldWhatToDo() {
        assertThatThrownBy(() -> Generation.backend(ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("-Pspark");
    }

    @Test
    void slicesAreOfNearlyEqualLengthAndLoseNothing() {
        assertThat(Generation.slices(List.of(1, 2, 3, 4, 5), 2))
                .containsExactly(List.of(1, 2), List.of(3, 4, 5));
        assertThat(Generation.slices(List.of(1, 2), 5)).containsExactly(List.of(1), List.of(2));
    }
}
