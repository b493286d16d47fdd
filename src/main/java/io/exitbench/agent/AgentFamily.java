package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.ExitNet;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A trained agent at several thresholds.
 *
 * @param agent the policy
 * @param thresholds T on the probability of leaving, each 0 to 1
 * @param temperature divides the logits, above 0; 1 leaves them
 * @param folder where the agent and the energy of its training lie
 */
public record AgentFamily(
        TrainedAgent agent, List<Double> thresholds, double temperature, Path folder)
        implements StrategyFamily {
    /** Name of the strategy in results. */
    public static final String NAME = "rl-agent";

    /**
     * @throws ExitBenchException if a threshold or the temperature is out of range
     */
    public AgentFamily {
        thresholds = List.copyOf(thresholds);
        if (thresholds.isEmpty() || thresholds.stream().anyMatch(t -> !(t >= 0 && t <= 1))) {
            throw new ExitBenchException(
                    "The thresholds of an agent are probabilities, 0 to 1; given were "
                            + thresholds
                            + ".");
        }
        if (!(temperature > 0)) {
            throw new ExitBenchException(
                    "The temperature of an agent must be above 0; given was " + temperature + ".");
        }
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        // One net for all variants, so that a decoder brings it to the device once.
        ExitNet net = temperature == 1 ? agent.net() : agent.net().withTemperature(temperature);
        String tempered = temperature == 1 ? "" : ";temperature=" + temperature;
        return thresholds.stream()
                .map(
                        threshold ->
                                StrategyVariant.of(
                                                NAME,
                                                agent.reward() + tempered + ";T=" + threshold,
                                                () -> new AgentStrategy(net, threshold))
                                        .trainedIn(folder));
    }
}
