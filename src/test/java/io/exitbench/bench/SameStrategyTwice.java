package io.exitbench.bench;

import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.RunCost;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.MeasurementOptions;
import io.exitbench.suite.SuiteOutcome;
import io.exitbench.suite.SuiteRunner;
import io.exitbench.suite.SuiteSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The A/A test on a real model: one strategy under two names, measured in a suite like any other,
 * once for each seed. A benchmark that finds a difference here would find one anywhere.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.exitbench.bench.SameStrategyTwice -Dexec.args="20 20 3"
 * }</pre>
 *
 * <p>Arguments: seeds, samples, blocks.
 */
public final class SameStrategyTwice {
    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                    "full-depth", "", () -> seen -> ExitDecision.CONTINUE));
    private static final StrategyFamily TWINS =
            context -> Stream.of("first", "second").map(SameStrategyTwice::twin);

    private SameStrategyTwice() {}

    private static StrategyVariant twin(String name) {
        return StrategyVariant.of(
                name,
                "",
                () ->
                        seen ->
                                seen.topProbability() > 0.7
                                        ? ExitDecision.EXIT
                                        : ExitDecision.CONTINUE);
    }

    /**
     * Runs the test.
     *
     * @param arguments seeds, samples, blocks
     * @throws IOException if there is no room for temporary files
     */
    public static void main(String[] arguments) throws IOException {
        int seeds = argument(arguments, 0, 20);
        int samples = argument(arguments, 1, 20);
        int blocks = argument(arguments, 2, 3);
        Path folder = Files.createTempDirectory("same-strategy-twice");
        int alarms = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            alarms += alarm(folder.resolve("seed-" + seed), seed, samples, blocks) ? 1 : 0;
        }
        System.out.printf(
                "%d of %d seeded runs report no significant difference%n", seeds - alarms, seeds);
    }

    private static int argument(String[] arguments, int index, int fallback) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : fallback;
    }

    private static boolean alarm(Path folder, int seed, int samples, int blocks) {
        SuiteOutcome outcome =
                new SuiteRunner(specification(folder, seed, samples, blocks), List.of(FULL, TWINS))
                        .run();
        List<RunCost> twins =
                outcome.costs().runs().stream()
                        .filter(run -> !run.label().startsWith("full-depth"))
                        .toList();
        boolean alarm = false;
        for (CostComparison each : CostComparison.against(twins.get(0).runId(), twins)) {
            System.out.printf(
                    Locale.ROOT,
                    "seed %d, %s: ratio %.4f (%.4f..%.4f), p %.3f, corrected %.3f%n",
                    seed,
                    each.cost(),
                    each.test().ratio(),
                    each.test().interval().low(),
                    each.test().interval().high(),
                    each.test().p(),
                    each.holm());
            alarm |= each.holm() < 0.05;
        }
        return alarm;
    }

    private static SuiteSpecification specification(
            Path folder, int seed, int samples, int blocks) {
        return new SuiteSpecification(
                "py150",
                Language.PYTHON,
                DataChoice.embedded(),
                "tiny-opt-code",
                List.of(4, 6, 8, 10, 11),
                List.of(KvPolicy.DEFER),
                samples,
                100,
                20,
                blocks,
                Prefill.FULL,
                Pattern.compile(".*"),
                seed,
                "cpu",
                "float32",
                1,
                10,
                folder,
                Path.of(System.getProperty("user.home"), ".cache", "exitbench"),
                Optional.empty(),
                MeasurementOptions.SMOKE);
    }
}
