package io.exitbench.suite;

import io.exitbench.agent.LayerCosts;
import io.exitbench.agent.LayerCostsFile;
import io.exitbench.agent.trace.TracePrompt;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.StageMeter;
import io.exitbench.model.DecoderModel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** What tokens and decisions cost, measured once for each model, machine and kind of completion. */
final class StoredLayerCosts {
    private static final int PROMPTS = 8;
    private static final int KEY_LENGTH = 16;
    private static final String FILE = "costs.json";

    private final SuiteSpecification specification;
    private final String modelDigest;
    private final ExitLayers exits;
    private final DecoderModel model;
    private final EnergyMeter meter;

    StoredLayerCosts(
            SuiteSpecification specification,
            String modelDigest,
            ExitLayers exits,
            DecoderModel model,
            EnergyMeter meter) {
        this.specification = specification;
        this.modelDigest = modelDigest;
        this.exits = exits;
        this.model = model;
        this.meter = meter;
    }

    /** The first policy of the suite: costs are its. */
    private KvPolicy policy() {
        return specification.kvPolicies().get(0);
    }

    /** Where the costs are, and what measuring them has cost. */
    Path folder() {
        String inputs =
                String.join(
                        "|",
                        modelDigest,
                        exits.text(),
                        policy().id(),
                        "context=" + specification.context(),
                        "newTokens=" + specification.newTokens(),
                        model.device().toString(),
                        model.type().toString(),
                        "threads=" + specification.threads(),
                        meter.source(),
                        Provenance.cpuName());
        String key = Sha256.hex(inputs).substring(0, KEY_LENGTH);
        return specification.cache().resolve("costs").resolve(key);
    }

    /**
     * Reads the costs, or measures and stores them first.
     *
     * @param prompts draws as many as it is asked for, if costs must be measured
     */
    LayerCosts get(IntFunction<List<TracePrompt>> prompts) {
        Path folder = folder();
        Path file = folder.resolve(FILE);
        return LayerCostsFile.read(file)
                .orElseGet(
                        () -> {
                            LayerCosts measured = measure(folder, prompts.apply(PROMPTS));
                            LayerCostsFile.write(file, measured);
                            return measured;
                        });
    }

    private LayerCosts measure(Path folder, List<TracePrompt> prompts) {
        List<int[]> tokens = prompts.stream().map(TracePrompt::tokens).toList();
        try (StageMeter energy = StageMeter.begin("layer costs", meter, folder)) {
            LayerCosts measured =
                    new LayerCostMeasurement(
                                    model, exits, policy(), meter, specification.newTokens())
                            .measure(tokens);
            energy.save();
            return measured;
        }
    }
}
