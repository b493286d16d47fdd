package io.exitbench.suite.fit;

import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.LayerCosts;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.model.ExitNet;
import io.exitbench.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What a token costs that leaves at each exit, counted in multiply-adds of matrix products: the
 * layers it runs, the key and value projections of those it skips under {@code propagate}, and the
 * LM head. Attention over the cache is left out, as is what {@code defer} and {@code recompute}
 * make up for later. The same on every machine, unlike anything measured.
 */
final class ArithmeticCosts {
    private ArithmeticCosts() {}

    /**
     * Counts.
     *
     * @param model whose layers are run
     * @param exits where it may stop
     * @param policy what happens to skipped keys and values
     * @param agent whose net decides
     * @return the costs
     */
    static LayerCosts of(
            ModelConfig model, ExitLayers exits, KvPolicy policy, AgentSettings agent) {
        long projections = policy == KvPolicy.PROPAGATE ? model.projectionMultiplyAdds() : 0;
        long head = model.headMultiplyAdds();
        List<Integer> layers = new ArrayList<>(exits.layers());
        layers.add(exits.modelLayers());
        List<Double> tokens =
                layers.stream()
                        .map(
                                run ->
                                        (double)
                                                (run * model.layerMultiplyAdds()
                                                        + (exits.modelLayers() - run) * projections
                                                        + model.headMultiplyAdds()))
                        .toList();
        return new LayerCosts(
                tokens,
                decision(model.stateSize(agent.inputs().normalised()), agent),
                "multiply-adds",
                "counted, K/V policy " + policy.id());
    }

    private static double decision(int state, AgentSettings agent) {
        int sketch = agent.inputs().sketch();
        long sum = (long) state * sketch;
        long width = state + (sketch > 0 ? ExitNet.SKETCHED : 0);
        for (int units : agent.ppo().policyLayers()) {
            sum += width * units;
            width = units;
        }
        return sum + width * (agent.stop() ? 3 : 2);
    }
}
