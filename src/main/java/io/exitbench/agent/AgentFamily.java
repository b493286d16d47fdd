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
 * A trained agent at the prices or thresholds it was wanted for.
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

    /** A fitted rule leaves where the advantage of leaving is above 0. */
    private static final double EVEN = 0.5;

    /** Copies the list. */
    public AgentFamily {
        trainedIn = List.copyOf(trainedIn);
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        if (request.servesPrices()) {
            return request.lambdas().stream()
                    .map(
                            lambda ->
                                    variant(
                                                    agent.policy().at(lambda),
                                                    request.parameters(lambda),
                                                    EVEN,
                                                    agent.policy().asks(lambda))
                                            .loosened(AgentRequest.LAMBDA, lambda));
        }
        // One net for all variants, so that a decoder brings it to the device once.
        ExitNet bare = agent.policy().net();
        ExitNet net =
                request.temperature() == 1 ? bare : bare.withTemperature(request.temperature());
        boolean[] asks = agent.policy().asks(1);
        return request.thresholds().stream()
                .map(
                        threshold ->
                                variant(net, request.parameters(threshold), threshold, asks)
                                        .loosened(AgentRequest.THRESHOLD, -threshold));
    }

    private StrategyVariant variant(
            ExitNet net, String parameters, double threshold, boolean[] asks) {
        StrategyVariant variant =
                StrategyVariant.of(
                                NAME,
                                parameters,
                                () -> new AgentStrategy(net, agent.looks(), threshold, asks))
                        .as(StrategyRole.LEARNED)
                        // What it may look at; a bare policy sees the state alone.
                        .looksAt(Need.HIDDEN_STATE, Need.CANDIDATES)
                        .trainedIn(trainedIn);
        return request.seed().isPresent() ? variant.repeatedBy(AgentRequest.SEED) : variant;
    }
}
