package io.exitbench.agent;

import io.exitbench.model.ExitNet;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A trained agent at the thresholds it was wanted for.
 *
 * @param agent the policy
 * @param request what was wanted
 * @param folder where the agent, its learning curve and the energy of its training lie
 * @param trainedIn folders of all that was made for it: the agent, the trace it learned from,
 *     measured costs; what each took lies there
 */
public record AgentFamily(
        TrainedAgent agent, AgentRequest request, Path folder, List<Path> trainedIn)
        implements StrategyFamily {
    /** Name of the strategy in results. */
    public static final String NAME = "rl-agent";

    /** Copies the list. */
    public AgentFamily {
        trainedIn = List.copyOf(trainedIn);
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        // One net for all variants, so that a decoder brings it to the device once.
        ExitNet net =
                request.temperature() == 1
                        ? agent.net()
                        : agent.net().withTemperature(request.temperature());
        return request.thresholds().stream().map(threshold -> variant(net, threshold));
    }

    private StrategyVariant variant(ExitNet net, double threshold) {
        StrategyVariant variant =
                StrategyVariant.of(
                                NAME,
                                request.parameters(threshold),
                                () -> new AgentStrategy(net, threshold))
                        .as(StrategyRole.LEARNED)
                        .looksAt(Need.HIDDEN_STATE)
                        .loosened(AgentRequest.THRESHOLD, -threshold)
                        .trainedIn(trainedIn);
        return request.seed().isPresent() ? variant.repeatedBy(AgentRequest.SEED) : variant;
    }
}
