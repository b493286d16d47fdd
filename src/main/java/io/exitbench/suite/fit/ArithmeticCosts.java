package io.exitbench.suite.fit;

import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.Feature;
import io.exitbench.agent.LayerCosts;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What a token costs that leaves at each exit, counted in multiply-adds of matrix products: the
 * layers it runs, the key and value projections of those it skips under {@code propagate}, and the
 * LM head; of an agent that looks at candidates the whole head at the first exit, and at the full
 * model once more, or, where a preview of the head chooses them, that preview at the first exit,
 * and the whole head at the full model alone. Attention over the cache is left out, as is what
 * {@code defer} and {@code recompute} make up for later. The same on every machine, unlike anything
 * measured. One sequence at a time uses every weight that it reads once, so a GPU that is bound by
 * reading weights has the same proportions.
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
     * @param candidates that an agent looks at
     * @param preview multiply-adds of the preview of the head that chooses them, 0 for the whole
     *     head
     * @return the costs
     */
    static LayerCosts of(
            ModelConfig model,
            ExitLayers exits,
            KvPolicy policy,
            AgentSettings agent,
            int candidates,
            long preview) {
        long projections = policy == KvPolicy.PROPAGATE ? model.projectionMultiplyAdds() : 0;
        boolean looks = agent.inputs().usesCandidates();
        List<Integer> layers = new ArrayList<>(exits.layers());
        layers.add(exits.modelLayers());
        List<Double> tokens = new ArrayList<>();
        for (int run : layers) {
            boolean full = run == exits.modelLayers();
            long choosing = preview > 0 ? preview : model.headMultiplyAdds();
            long heads = (looks ? choosing : 0) + (looks && !full ? 0 : model.headMultiplyAdds());
            tokens.add(
                    (double)
                            (run * model.layerMultiplyAdds()
                                    + (exits.modelLayers() - run) * projections
                                    + heads));
        }
        return new LayerCosts(
                tokens,
                decision(model, agent, candidates),
                "multiply-adds",
                "counted, K/V policy " + policy.id());
    }

    private static double decision(ModelConfig model, AgentSettings agent, int candidates) {
        long row = model.stateSize(true);
        long sum = agent.inputs().usesCandidates() ? row * candidates : 0;
        long width = model.stateSize(agent.inputs().normalised());
        width += agent.inputs().features().contains(Feature.CANDIDATE_ROW) ? row : 0;
        for (int units : agent.hiddenLayers()) {
            sum += width * units;
            width = units;
        }
        return sum + width * (agent.stop() ? 3 : 1);
    }
}
