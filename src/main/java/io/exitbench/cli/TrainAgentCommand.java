package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.Feature;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.ModelLocator;
import io.exitbench.suite.SuiteRunner;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.fit.FittedAgent;
import io.exitbench.suite.fit.OtherTexts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench train-agent}: what a suite does with {@code @ReinforcementLearningAgent}. */
@Command(
        name = "train-agent",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Trains an exit agent on the calibration split and prints the folder of the"
                        + " result: agent, learning curve, energy of the training.")
final class TrainAgentCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, description = "Embedded checkpoint or folder.")
    private String model;

    @Option(names = "--language", required = true, description = "PYTHON or JAVA.")
    private Language language;

    @Option(names = "--exits", split = ",", required = true, description = "Exit layers.")
    private List<Integer> exits;

    @Option(
            names = "--reward",
            defaultValue = AgentRequest.ENERGY,
            description = "energy, alignment or label.")
    private String reward;

    @Option(
            names = "--lambda",
            defaultValue = "1",
            description =
                    "Right tokens that a full-depth token's cost is worth; of no account to the"
                            + " preset stopping, which learns for all.")
    private double lambda;

    @Option(
            names = "--preset",
            defaultValue = AgentSettings.STOPPING,
            description = "stopping, fast or green-code.")
    private String preset;

    @Option(names = "--normalised", description = "Look at states after the final norm.")
    private boolean normalised;

    @Option(
            names = "--features",
            split = ",",
            defaultValue = "hidden-state,confidences,changes,candidate-row,position",
            description = "Groups of numbers that the agent sees; not for green-code.")
    private List<String> features;

    @Option(names = "--stop", description = "The agent may end a completion.")
    private boolean stop;

    @Option(
            names = "--completions",
            defaultValue = "" + AgentRequest.DEFAULT_COMPLETIONS,
            description = "Completions to learn from, or texts for the preset stopping.")
    private int completions;

    @Option(
            names = "--others",
            description =
                    "A local copy of data of other projects, such as exitbench corpus writes, whose"
                            + " calibration split the preset stopping learns from, too; may be given"
                            + " again.")
    private List<Path> others = List.of();

    @Option(names = "--other-texts", defaultValue = "1000", description = "Most texts of each.")
    private int otherTexts;

    @Option(names = "--kv-policy", defaultValue = "DEFER", description = "Costs are its.")
    private KvPolicy policy;

    @Option(names = "--context", defaultValue = "80", description = "Most prompt tokens.")
    private int context;

    @Option(names = "--new-tokens", defaultValue = "100", description = "Most new tokens.")
    private int newTokens;

    @Option(names = "--seed", description = "Of everything that draws.")
    private long seed;

    @Option(
            names = "--type",
            defaultValue = "auto",
            description = "float32, float16, bfloat16 or auto.")
    private String type;

    @Option(names = "--threads", defaultValue = "0", description = "PyTorch threads; 0 chooses.")
    private int threads;

    @Option(names = "--cpu-watts", description = "Watts of a busy core.")
    private double cpuWatts;

    @Mixin private ProtocolOption form;

    @Mixin private PlaceOptions place;

    @Mixin private JsonOption json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        AgentRequest agent =
                new AgentRequest(
                        reward,
                        List.of(lambda),
                        List.of(0.5),
                        1,
                        preset,
                        normalised,
                        Feature.parse(features),
                        stop,
                        completions,
                        Optional.empty(),
                        Optional.empty());
        requireUseOfOthers(agent);
        SuiteSpecification specification =
                SuiteSpecification.builder("train-agent", language)
                        .model(model, exits)
                        .data(form.embedded())
                        .samples(1, context)
                        .newTokens(newTokens)
                        .kvPolicies(List.of(policy))
                        .seed(seed)
                        .device(place.device(), type, threads)
                        .energy(cpuWatts, OptionalDouble.empty(), OptionalDouble.empty())
                        .places(place.cache(), place.cache(), false)
                        .build();
        new SuiteRunner(specification, List.of())
                .trainAgents(List.of(agent), others())
                .forEach(this::tell);
        return 0;
    }

    private void requireUseOfOthers(AgentRequest agent) {
        if (!others.isEmpty() && !agent.servesPrices()) {
            throw new ExitBenchException(
                    "The preset "
                            + preset
                            + " learns from completions of the suite's own prompts; leave out"
                            + " --others or take the preset stopping.");
        }
        if (otherTexts < 1) {
            throw new ExitBenchException("--other-texts has to be at least 1.");
        }
    }

    private OtherTexts others() {
        if (others.isEmpty()) {
            return OtherTexts.NONE;
        }
        try (CodeTokenizer tokenizer = new ModelLocator(place.cache()).find(model).tokenizer()) {
            return new OtherTexts(
                    others.stream()
                            .map(folder -> place.files(language, folder.toString(), tokenizer))
                            .toList(),
                    otherTexts);
        }
    }

    private void tell(FittedAgent trained) {
        if (!json.wanted()) {
            spec.commandLine().getOut().println(trained.folder());
            return;
        }
        JsonObject account = new JsonObject();
        account.addProperty("folder", Path.of(trained.folder()).toAbsolutePath().toString());
        account.add("trained_in", JsonOption.tree(trained.trainedIn()));
        account.add(
                "energy", JsonOption.treeOrNull(StageEnergyFile.read(Path.of(trained.folder()))));
        json.print(spec, account);
    }
}
