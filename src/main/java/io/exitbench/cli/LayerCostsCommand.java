package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.agent.LayerCosts;
import io.exitbench.agent.LayerCostsFile;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code exitbench layer-costs}: a table of what tokens cost here, for agents that are to be paid
 * for saving that and not multiply-adds.
 */
@Command(
        name = "layer-costs",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measures what a token costs that leaves at each exit, and writes the table that"
                        + " exitbench.costs takes.")
final class LayerCostsCommand implements Callable<Integer> {
    private static final int PROMPTS = 8;

    @Option(names = "--model", required = true, description = "Checkpoint, folder or shape.")
    private String model;

    @Option(names = "--exits", split = ",", required = true, description = "Exit layers.")
    private List<Integer> exits;

    @Option(names = "--out", required = true, description = "File to write.")
    private Path out;

    @Option(names = "--kv-policy", defaultValue = "defer", description = "Costs are its.")
    private String policy;

    @Option(names = "--context", defaultValue = "80", description = "Prompt tokens.")
    private int context;

    @Option(names = "--new-tokens", defaultValue = "16", description = "Tokens per completion.")
    private int newTokens;

    @Option(
            names = "--type",
            defaultValue = "auto",
            description = "float32, float16, bfloat16 or auto.")
    private String type;

    @Option(names = "--threads", defaultValue = "0", description = "PyTorch threads; 0 chooses.")
    private int threads;

    @Option(names = "--cpu-watts", description = "Watts of a busy core.")
    private double cpuWatts;

    @Mixin private PlaceOptions place;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        OutputFile.require("--out", out);
        LoadableModel found = new ModelLocator(place.cache()).find(model);
        DecoderOptions options =
                DecoderOptions.choose(place.device(), type, context + newTokens, threads);
        ExitLayers layers = new ExitLayers(exits, found.config().layers());
        try (DecoderModel loaded = found.load(options)) {
            LayerCosts costs =
                    new LayerCostMeasurement(
                                    loaded,
                                    layers,
                                    KvPolicy.parse(policy),
                                    EnergyMeters.detect(loaded.device().isGpu(), cpuWatts),
                                    newTokens)
                            .measure(prompts(found.config().vocabularySize()));
            LayerCostsFile.write(out, costs);
            JsonObject account = LayerCostsFile.json(costs);
            account.add("exits", JsonOption.tree(layers.layers()));
            account.addProperty("output", out.toAbsolutePath().toString());
            json.print(command, account);
        }
        return 0;
    }

    /** What tokens cost does not depend on which they are. */
    private List<int[]> prompts(int vocabulary) {
        Random random = new Random(1);
        return Stream.generate(() -> random.ints(context, 0, vocabulary).toArray())
                .limit(PROMPTS)
                .toList();
    }
}
