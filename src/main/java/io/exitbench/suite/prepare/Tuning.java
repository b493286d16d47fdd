package io.exitbench.suite.prepare;

import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.finetune.FineTuneSettings;
import io.exitbench.finetune.FineTunedManifest;
import io.exitbench.finetune.FineTuning;
import io.exitbench.finetune.Recomputation;
import io.exitbench.finetune.TrainingData;
import io.exitbench.finetune.TrainingDevice;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.suite.SuiteSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds or makes the multi-exit version of a suite's model. */
final class Tuning {
    private static final int STORE_EVERY = 25;

    private final SuiteSpecification specification;
    private final DecoderOptions options;

    Tuning(SuiteSpecification specification, DecoderOptions options) {
        this.specification = specification;
        this.options = options;
    }

    TunedModel tune(LoadableModel base, CodeDataset data, CodeTokenizer tokenizer) {
        Optional<FineTuneChoice> choice = specification.model().fineTuning();
        if (!(base instanceof Checkpoint checkpoint)) {
            return new TunedModel(base, Optional.empty(), Optional.empty(), List.of());
        }
        if (choice.isEmpty() || choice.get().source() == FineTuneChoice.Source.NONE) {
            return described(checkpoint, checkpoint);
        }
        if (FineTunedManifest.read(checkpoint.folder()).isPresent()) {
            return described(checkpoint, checkpoint);
        }
        return choice.get().source() == FineTuneChoice.Source.TRAIN
                ? described(trained(checkpoint, data, tokenizer, choice.get()), checkpoint)
                : described(stored(checkpoint, data, tokenizer, choice.get()), checkpoint);
    }

    private Checkpoint trained(
            Checkpoint base, CodeDataset data, CodeTokenizer tokenizer, FineTuneChoice choice) {
        Path folder = fineTuning(base, data, tokenizer, choice).run(store());
        return named(base, folder);
    }

    /** The shipped checkpoint if it was made from this base, else what is stored, else the base. */
    private Checkpoint stored(
            Checkpoint base, CodeDataset data, CodeTokenizer tokenizer, FineTuneChoice choice) {
        Optional<Checkpoint> shipped =
                choice.shipped()
                        .map(name -> new ModelLocator(specification.places().cache()).find(name))
                        .map(Checkpoint.class::cast)
                        .filter(found -> madeFrom(base, found));
        if (shipped.isPresent()) {
            return shipped.get();
        }
        // To name the folder, the data must be there, and so perhaps be fetched: only for a reason.
        if (!hasTuned(base)) {
            return base;
        }
        Path folder = fineTuning(base, data, tokenizer, choice).folder(store());
        return Files.isDirectory(folder) ? named(base, folder) : base;
    }

    private static boolean madeFrom(Checkpoint base, Checkpoint tuned) {
        return madeFrom(base.digest(), tuned.folder());
    }

    private static boolean madeFrom(String baseDigest, Path tuned) {
        return FineTunedManifest.read(tuned)
                .map(manifest -> manifest.baseDigest().equals(baseDigest))
                .orElse(false);
    }

    /** Whether anything that is stored was made from the base. */
    private boolean hasTuned(Checkpoint base) {
        if (!Files.isDirectory(store())) {
            return false;
        }
        String digest = base.digest();
        try (Stream<Path> stored = Files.list(store())) {
            return stored.anyMatch(folder -> madeFrom(digest, folder));
        } catch (IOException e) {
            throw new ExitBenchException(
                    store() + " cannot be read; set exitbench.cache to another folder.", e);
        }
    }

    private static Checkpoint named(Checkpoint base, Path folder) {
        String digest = folder.getFileName().toString().substring(0, 8);
        return Checkpoint.open(base.name() + "-tuned-" + digest, folder);
    }

    private Path store() {
        return specification.places().cache().resolve("finetuned");
    }

    private FineTuning fineTuning(
            Checkpoint base, CodeDataset data, CodeTokenizer tokenizer, FineTuneChoice choice) {
        boolean gpu = options.device().isGpu();
        int threads = specification.model().threads();
        return new FineTuning(
                base,
                trainingData(data, tokenizer, choice.settings()),
                choice.settings(),
                new TrainingDevice(
                        options.device(),
                        DataType.FLOAT32,
                        Recomputation.AUTO,
                        threads == DecoderOptions.AUTO
                                ? Runtime.getRuntime().availableProcessors()
                                : threads,
                        gpu ? options.device().toString() : Provenance.cpuName(),
                        STORE_EVERY,
                        EnergyMeters.detect(gpu, specification.measurement().cpuWatts())));
    }

    /** In the form in which the model will be prompted. */
    private TrainingData trainingData(
            CodeDataset data, CodeTokenizer tokenizer, FineTuneSettings settings) {
        return TrainingData.of(
                specification.task().data().protocol(),
                data.files(),
                tokenizer,
                settings.tokens(),
                settings.seed());
    }

    /** What was tuned, if it is wanted and at hand: nothing is downloaded for it. */
    private Optional<Checkpoint> base(FineTunedManifest made, Checkpoint asked) {
        if (!specification.experiment().measuresBase()) {
            return Optional.empty();
        }
        if (asked.digest().equals(made.baseDigest())) {
            return Optional.of(asked);
        }
        ModelLocator models = new ModelLocator(specification.places().cache());
        return Optional.of(made.base())
                .filter(models::isLocal)
                .map(models::find)
                .filter(Checkpoint.class::isInstance)
                .map(Checkpoint.class::cast)
                .filter(found -> found.digest().equals(made.baseDigest()));
    }

    /**
     * @param checkpoint to measure
     * @param asked the one that the suite names
     */
    private TunedModel described(Checkpoint checkpoint, Checkpoint asked) {
        Optional<FineTunedManifest> manifest = FineTunedManifest.read(checkpoint.folder());
        List<String> notices = new ArrayList<>();
        if (manifest.isEmpty()) {
            notices.add(
                    "The model "
                            + checkpoint.name()
                            + " was not tuned for early exits, so its early layers predict little;"
                            + " exitbench.finetune=train tunes it.");
            return new TunedModel(checkpoint, Optional.empty(), manifest, notices);
        }
        FineTunedManifest made = manifest.get();
        notices.add(
                "The model is "
                        + checkpoint.name()
                        + ": "
                        + made.base()
                        + " tuned for early exits on "
                        + made.tokens()
                        + " tokens of "
                        + made.data()
                        + " ("
                        + made.device()
                        + ").");
        List<Integer> untrained = new ArrayList<>(specification.model().exits());
        untrained.removeAll(made.exits());
        if (!untrained.isEmpty()) {
            notices.add("It was tuned at layers " + made.exits() + ", not at " + untrained + ".");
        }
        return new TunedModel(checkpoint, base(made, asked), manifest, notices);
    }
}
