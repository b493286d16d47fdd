package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.decode.KvPolicy;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.cost.Tier;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SmallSuite;
import io.exitbench.suite.SuiteRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code exitbench compare} is for: strategies that go by the same names before and after a
 * change, which broke two of the three.
 */
class DamagedStrategyTest {
    private static final double SURE = 0.9;

    @TempDir static Path folder;

    private static Path sound;
    private static Path damaged;

    @BeforeAll
    static void measureBefore() {
        sound =
                suite(
                        "sound",
                        () -> seen -> ExitDecision.exitIf(seen.layer() == 12),
                        () -> seen -> ExitDecision.exitIf(seen.topProbability() >= SURE));
        damaged =
                suite(
                        "damaged",
                        // Ignores its layer and leaves at the first exit.
                        () -> seen -> ExitDecision.exitIf(true),
                        // Leaves where it is not sure.
                        () -> seen -> ExitDecision.exitIf(seen.topProbability() < SURE));
    }

    private static Path suite(
            String output, Supplier<ExitStrategy> fixed, Supplier<ExitStrategy> confident) {
        return new SuiteRunner(
                        SmallSuite.specification(folder.resolve(output), folder.resolve("cache"))
                                // Untuned: what leaves after layer 2 is hardly ever right.
                                .model("tiny-opt-code", List.of(2))
                                .kvPolicies(List.of(KvPolicy.PROPAGATE))
                                .base(false)
                                .samples(12, 32)
                                .newTokens(6)
                                .measurement(Tier.SMOKE, 0.01, 1)
                                .worker(30, true)
                                .build(),
                        List.of(
                                family("full-depth", "", () -> seen -> ExitDecision.CONTINUE),
                                family("fixed", "layer=12", fixed),
                                family("confident", "probability=0.9", confident)))
                .run();
    }

    private static StrategyFamily family(
            String name, String parameters, Supplier<ExitStrategy> strategy) {
        StrategyVariant variant = StrategyVariant.of(name, parameters, strategy);
        return context ->
                Stream.of(parameters.isEmpty() ? variant.as(StrategyRole.FULL_DEPTH) : variant);
    }

    @Test
    void bothAreFoundAndEndWithOne() {
        CommandRun run = compare(damaged, "--fail-on=edit_similarity=1");
        assertThat(run.status()).isEqualTo(ExitCode.FOUND);
        assertThat(run.out().lines().filter(line -> line.startsWith("Exceeded: ")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("Exceeded: fixed layer=12 [propagate]: edit_"))
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "Exceeded: confident probability=0.9 [propagate]: edit_"));
        assertThat(run.out())
                .containsPattern("full-depth \\[propagate]: 12 samples, 0 with other completions")
                .containsPattern("edit_similarity .* worse")
                .contains("Beside time and energy, ", "values differ, the first: ");
    }

    @Test
    void theSameStrategiesPassEveryMargin() {
        CommandRun run = compare(sound, "--fail-on=edit_similarity=0", "--fail-on=exact_match=0");
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("Equal in all but time and energy.\n");
    }

    /** As a result is published: nothing of its costs but the table. */
    @Test
    void whatIsKeptOfAResultIsEnoughToFindThem() throws IOException {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        for (String name : List.of("results.csv", "run.json", FinishedRun.COMPLETIONS)) {
            Files.copy(sound.resolve(name), kept.resolve(name));
        }
        CommandRun found = compare(kept, damaged, "--fail-on=edit_similarity=1");
        assertThat(found.status()).isEqualTo(ExitCode.FOUND);
        assertThat(found.out())
                .contains("Exceeded: fixed layer=12 [propagate]: edit_similarity -")
                .contains("Costs are not compared: no times were kept in " + kept);
        CommandRun equal = compare(kept, sound, "--fail-on=bleu=0");
        assertThat(equal.status()).isEqualTo(ExitCode.DONE);
        assertThat(equal.out()).contains("Equal in all but time and energy.\n");
    }

    private static CommandRun compare(Path after, String... more) {
        return compare(sound, after, more);
    }

    private static CommandRun compare(Path before, Path after, String... more) {
        return CommandRun.of(
                Stream.concat(
                                Stream.of("compare", before.toString(), after.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }
}
