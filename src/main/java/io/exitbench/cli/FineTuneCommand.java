package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.finetune.ExitWeighting;
import io.exitbench.finetune.FineTuneDefaults;
import io.exitbench.finetune.FineTuneSettings;
import io.exitbench.finetune.FineTunedManifest;
import io.exitbench.finetune.FineTuning;
import io.exitbench.finetune.LearningRateSchedule;
import io.exitbench.finetune.Recomputation;
import io.exitbench.finetune.TrainingData;
import io.exitbench.finetune.TrainingDevice;
import io.exitbench.finetune.TuningMode;
import io.exitbench.finetune.WeightAverage;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench finetune}: multi-exit fine-tuning of a checkpoint. */
@Command(
        name = "finetune",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Tunes a checkpoint for early exits and prints the folder of the result.")
final class FineTuneCommand implements Callable<Integer> {
    @Option(
            names = "--model",
            required = true,
            description =
                    "Embedded checkpoint, folder, or random:<shape>, of which time and energy are"
                            + " kept and weights are not.")
    private String model;

    @Option(names = "--language", required = true, description = "PYTHON or JAVA.")
    private Language language;

    @Option(names = "--exits", split = ",", required = true, description = "Layers to train.")
    private List<Integer> exits;

    @Option(names = "--mode", defaultValue = "DISTIL", description = "FULL, DISTIL or FROZEN.")
    private TuningMode mode;

    @Option(
            names = "--weighting",
            defaultValue = FineTuneDefaults.WEIGHTING,
            description = "uniform, geometric, geometric:ratio,shallow,deep,exits, or numbers.")
    private String weighting;

    @Option(
            names = "--sampled-exits",
            defaultValue = "" + FineTuneDefaults.SAMPLED_EXITS,
            description = "Exits drawn in each step; 0: all.")
    private int sampledExits;

    @Option(
            names = "--distillation",
            defaultValue = "" + FineTuneDefaults.DISTILLATION,
            description = "Share of the base's prediction in the target.")
    private double distillation;

    @Option(names = "--distil-last-only", description = "Only the last layer is drawn to the base.")
    private boolean lastOnly;

    @Option(
            names = "--bottleneck",
            defaultValue = "" + FineTuneDefaults.BOTTLENECK,
            description = "Width of exit blocks.")
    private int bottleneck;

    @Option(
            names = "--steps",
            defaultValue = "" + FineTuneDefaults.STEPS,
            description = "Steps of the optimizer.")
    private int steps;

    @Option(
            names = "--batch",
            defaultValue = "" + FineTuneDefaults.BATCH,
            description = "Sequences in a pass.")
    private int batch;

    @Option(names = "--accumulation", defaultValue = "1", description = "Passes in a step.")
    private int accumulation;

    @Option(
            names = "--length",
            defaultValue = "" + FineTuneDefaults.LENGTH,
            description = "Tokens of a sequence.")
    private int length;

    @Option(
            names = "--learning-rate",
            defaultValue = "" + FineTuneDefaults.LEARNING_RATE,
            description = "Peak.")
    private double learningRate;

    @Option(
            names = "--warm-up",
            defaultValue = "" + FineTuneDefaults.WARM_UP,
            description = "Steps.")
    private int warmUp;

    @Option(names = "--schedule", defaultValue = "LINEAR", description = "After the warm-up.")
    private LearningRateSchedule schedule;

    @Option(
            names = "--weight-decay",
            defaultValue = "" + FineTuneDefaults.WEIGHT_DECAY,
            description = "Of matrices.")
    private double weightDecay;

    @Option(
            names = "--max-gradient-norm",
            defaultValue = "" + FineTuneDefaults.MAX_GRADIENT_NORM,
            description = "Global norm.")
    private double maxGradientNorm;

    @Option(
            names = "--average",
            defaultValue = "1",
            description =
                    "Share of the tuned weights in the result, the rest the base's: less of it keeps"
                            + " more of what the base knows. Of one training, any share costs"
                            + " seconds.")
    private double average;

    @Option(
            names = "--from",
            description =
                    "Embedded checkpoint or folder that was tuned from the same model for the same"
                            + " exits: training goes on there, the model still teaches.")
    private String from;

    @Option(names = "--seed", description = "Of everything that draws.")
    private long seed;

    @Option(names = "--store-every", defaultValue = "50", description = "Steps between states.")
    private int storeEvery;

    @Option(
            names = "--data",
            defaultValue = DataChoice.EMBEDDED,
            description = "embedded, auto, or a local copy of the data.")
    private String data;

    @Option(
            names = "--mix",
            description =
                    "FOLDER=SHARE: a local copy of data whose train split fills that share of each"
                            + " batch, such as exitbench corpus writes; may be given again.")
    private Map<Path, Double> mix = Map.of();

    @Option(
            names = "--type",
            defaultValue = "float32",
            description = "float32, float16 or bfloat16.")
    private String type;

    @Option(
            names = "--recompute",
            defaultValue = "AUTO",
            description =
                    "AUTO, ON or OFF: layers run a second time for their derivative, so that a pass"
                            + " needs less memory; AUTO where they would keep more than 8 GiB.")
    private Recomputation recomputation;

    @Option(names = "--threads", defaultValue = "0", description = "On a CPU; 0: all cores.")
    private int threads;

    @Option(names = "--cpu-watts", description = "Watts of a busy core.")
    private double cpuWatts;

    @Mixin private ProtocolOption form;

    @Mixin private PlaceOptions place;

    @Mixin private JsonOption json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        FineTuneSettings settings =
                new FineTuneSettings(
                        mode,
                        exits,
                        ExitWeighting.parse(weighting),
                        sampledExits,
                        distillation,
                        !lastOnly,
                        bottleneck,
                        steps,
                        batch,
                        accumulation,
                        length,
                        learningRate,
                        warmUp,
                        schedule,
                        weightDecay,
                        maxGradientNorm,
                        seed);
        settings.requireTrainable();
        WeightAverage share = new WeightAverage(average);
        LoadableModel base = new ModelLocator(place.cache()).find(model);
        if (average < 1) {
            if (mode == TuningMode.FROZEN) {
                throw new ExitBenchException(
                        "FROZEN leaves the base's weights as they are: nothing can be averaged;"
                                + " leave out --average or choose another mode.");
            }
            checkpoint(base);
        }
        try (CodeTokenizer tokenizer = base.tokenizer()) {
            double mixed = mix.values().stream().mapToDouble(Double::doubleValue).sum();
            List<TrainingData.Mixed> others = new ArrayList<>();
            mix.forEach(
                    (path, part) ->
                            others.add(
                                    new TrainingData.Mixed(
                                            data(path.toString(), tokenizer, settings, part),
                                            part)));
            TrainingData training = data(data, tokenizer, settings, 1 - mixed).mixedWith(others);
            FineTuning tuning = new FineTuning(base, training, settings, device());
            if (from != null) {
                tuning = tuning.goingOnFrom(checkpoint(new ModelLocator(place.cache()).find(from)));
            }
            Path tuned = tuning.run(place.cache().resolve("finetuned"));
            tell(average < 1 ? share.of(checkpoint(base), tuned) : tuned);
        }
        return 0;
    }

    private static Checkpoint checkpoint(LoadableModel model) {
        if (model instanceof Checkpoint checkpoint) {
            return checkpoint;
        }
        throw new ExitBenchException(
                model.name()
                        + " has random weights: nothing goes on from it or is averaged with it;"
                        + " name a checkpoint.");
    }

    private void tell(Path folder) {
        if (!json.wanted()) {
            spec.commandLine().getOut().println(folder);
            return;
        }
        JsonObject account = new JsonObject();
        account.addProperty("folder", folder.toAbsolutePath().toString());
        account.add("manifest", JsonOption.treeOrNull(FineTunedManifest.read(folder)));
        account.add("energy", JsonOption.treeOrNull(StageEnergyFile.read(folder)));
        json.print(spec, account);
    }

    private TrainingData data(
            String where, CodeTokenizer tokenizer, FineTuneSettings settings, double share) {
        return TrainingData.of(
                form.protocol(),
                place.files(language, where, tokenizer),
                tokenizer,
                (long) (settings.tokens() * share),
                seed);
    }

    private TrainingDevice device() {
        DecoderOptions options = DecoderOptions.choose(place.device(), type, length, threads);
        boolean gpu = options.device().isGpu();
        return new TrainingDevice(
                options.device(),
                options.type(),
                recomputation,
                threads == DecoderOptions.AUTO
                        ? Runtime.getRuntime().availableProcessors()
                        : threads,
                gpu ? "GPU" : System.getProperty("os.arch"),
                storeEvery,
                EnergyMeters.detect(gpu, cpuWatts));
    }
}
