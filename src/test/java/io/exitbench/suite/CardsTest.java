package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.measure.FaultyStrategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite that several devices share; here both are the processor. */
class CardsTest {
    private static final List<StrategyFamily> FAMILIES =
            List.of(
                    new FaultyStrategies.Full(),
                    new FaultyStrategies.Sound(),
                    new FaultyStrategies.Throwing());

    @TempDir Path folder;

    private SpecificationBuilder specification(String name) {
        return SmallSuite.specification(folder.resolve(name), folder.resolve("cache"))
                .samples(2, 24)
                .measurement(Tier.SMOKE, 0.1, 3);
    }

    @Test
    void twoDevicesMeasureAsManyBlocksEachAndWriteWhatOneWrites() {
        Path both =
                new SuiteRunner(specification("both").devices(List.of(0, 1)).build(), FAMILIES)
                        .run();
        Path one = new SuiteRunner(specification("one").worker(30, true).build(), FAMILIES).run();
        SuiteRecords records = ResultFolder.read(both);
        SuiteRecords expected = ResultFolder.read(one);
        assertThat(both.resolve("cards")).doesNotExist();
        assertThat(records.schedule().orElseThrow().blocks()).isEqualTo(4);
        assertThat(expected.sound()).hasSize(3);
        for (RunRecord run : expected.sound()) {
            List<JournalEntry.Window> windows = records.windows(run.runId());
            assertThat(windows)
                    .extracting(window -> window.cost().block())
                    .containsExactly(0, 1, 2, 3);
            Map<Integer, Set<String>> sessions =
                    windows.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            window -> window.cost().block() % 2,
                                            Collectors.mapping(
                                                    JournalEntry.Window::session,
                                                    Collectors.toSet())));
            assertThat(sessions.get(0)).hasSize(1).doesNotContainAnyElementsOf(sessions.get(1));
            assertThat(records.forcedWindows(run.runId())).hasSize(4);
        }
        for (RunRecord run : expected.sound()) {
            assertThat(records.samples(run.runId()))
                    .usingRecursiveComparison()
                    .isEqualTo(expected.samples(run.runId()));
        }
        assertThat(both.resolve("failures.csv"))
                .hasSameTextualContentAs(one.resolve("failures.csv"));
        assertThat(both.resolve("scores.csv")).hasSameTextualContentAs(one.resolve("scores.csv"));
    }

    /** As where a table cannot be written: what was measured is not measured again. */
    @Test
    void aSuiteThatEndedAfterItWasMeasuredGoesOnFromThere() throws IOException {
        List<StrategyFamily> families = List.of(new FaultyStrategies.Full());
        SuiteSpecification specification =
                specification("again").samples(1, 8).devices(List.of(0, 1)).build();
        Path results = new SuiteRunner(specification, families).run();
        String journal = Files.readString(results.resolve(Journal.FILE));
        String table = Files.readString(results.resolve(ResultFolder.RESULTS));
        Files.delete(results.resolve(ResultFolder.RESULTS));
        Path left = Files.createDirectories(results.resolve("cards/completions"));
        new SuiteRunner(specification, families).run();
        assertThat(results.resolve(Journal.FILE)).hasContent(journal);
        assertThat(results.resolve(ResultFolder.RESULTS)).hasContent(table);
        assertThat(left).doesNotExist();
    }

    @Test
    void whatDevicesCannotShareIsRefusedBeforeItIsMeasured() {
        SpecificationBuilder twice = specification("twice").devices(List.of(1, 1));
        assertThatThrownBy(twice::build)
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("[1, 1]");
        SpecificationBuilder inline = specification("inline").devices(List.of(0, 1));
        assertThatThrownBy(inline.worker(30, true)::build)
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.worker");
        SpecificationBuilder loaded = specification("loaded").devices(List.of(0, 1));
        loaded.energy(10, OptionalDouble.empty(), OptionalDouble.of(2));
        assertThatThrownBy(loaded::build)
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.arrival-rate");
    }
}
