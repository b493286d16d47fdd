package io.exitbench.suite;

import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.result.cost.Tier;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.measure.FaultyStrategies;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** A suite of seconds, in a process that may be killed. */
public final class SmallSuite {
    private SmallSuite() {}

    /** With a few samples of a small corpus, one block, no energy, and what tests change. */
    public static SpecificationBuilder specification(Path output, Path cache) {
        return SuiteSpecification.builder("small", Language.PYTHON)
                .data(DataChoice.files(SmallCorpus.in(cache).toString()))
                .model(SmallModel.in(cache).toString(), List.of(4, 8))
                .samples(4, 24)
                .newTokens(6)
                .kvPolicies(List.of(KvPolicy.DEFER))
                .seed(7)
                .device("cpu", "float32", 1)
                .measurement(Tier.SMOKE, 1, 1)
                // An estimate would have every window last for 20 ticks of the CPU time.
                .energy(0, OptionalDouble.empty(), OptionalDouble.empty())
                .places(output, cache, true);
    }

    /** Sound ones. */
    static List<StrategyFamily> strategies() {
        return List.of(new FaultyStrategies.Full(), new FaultyStrategies.Sound());
    }

    /**
     * Runs the suite with sound strategies.
     *
     * @param arguments folder of results, folder of the cache
     */
    public static void main(String[] arguments) {
        new SuiteRunner(
                        specification(Path.of(arguments[0]), Path.of(arguments[1])).build(),
                        strategies())
                .run();
        System.exit(0);
    }
}
