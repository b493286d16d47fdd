package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.StageEnergy;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.energy.StageMeter;
import io.exitbench.file.Csv;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CheckpointWriter;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.weights.StorageType;
import io.exitbench.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A whole fine-tuning: from a base and data to a checkpoint folder named by the digest of all
 * inputs. What is there already is not made again, and what was interrupted goes on.
 */
public final class FineTuning {
    /** Changes when the same inputs give another result. */
    private static final String VERSION = "1";

    private static final String STAGE = "finetune";

    private final LoadableModel base;
    private final TrainingData data;
    private final FineTuneSettings settings;
    private final TrainingDevice device;
    private final Optional<EarlierTuning> earlier;

    /**
     * @param base to start from; one with random weights is trained for time and energy alone, and
     *     its weights are not kept
     * @param data to learn from
     * @param settings of the training
     * @param device to train on
     */
    public FineTuning(
            LoadableModel base,
            TrainingData data,
            FineTuneSettings settings,
            TrainingDevice device) {
        this(base, data, settings, device, Optional.empty());
    }

    private FineTuning(
            LoadableModel base,
            TrainingData data,
            FineTuneSettings settings,
            TrainingDevice device,
            Optional<EarlierTuning> earlier) {
        this.base = base;
        this.data = data;
        this.settings = settings;
        this.device = device;
        this.earlier = earlier;
    }

    /**
     * The same training from the weights of an earlier one; what teaches is the base, as before.
     *
     * @param tuned checkpoint that was tuned from this base for the same exits
     * @return the training that goes on there, whose account holds both
     * @throws ExitBenchException if it was tuned otherwise
     */
    public FineTuning goingOnFrom(Checkpoint tuned) {
        return new FineTuning(
                base, data, settings, device, Optional.of(EarlierTuning.of(tuned, base, settings)));
    }

    /**
     * @return SHA-256 of everything that the result depends on, in hexadecimal
     */
    public String digest() {
        String inputs =
                String.join(
                        "\n",
                        VERSION,
                        base.digest(),
                        base.config().text(),
                        data.digest(),
                        settings.text()
                                + (settings.mode() == TuningMode.FROZEN ? "|base=stored" : "")
                                + (recomputes() ? "|recomputed" : ""),
                        device.type().toString()
                                + earlier.map(made -> "|from=" + made.checkpoint().digest())
                                        .orElse(""));
        return Sha256.hex(inputs);
    }

    /** Sums in another order end in other bits. */
    private boolean recomputes() {
        return device.recomputation().applies(base.config(), settings, device.type());
    }

    /**
     * @param store folder of all fine-tuned checkpoints
     * @return where the result is or will be
     */
    public Path folder(Path store) {
        return store.resolve(digest());
    }

    /**
     * Trains, unless the result is there.
     *
     * @param store folder of all fine-tuned checkpoints
     * @return the checkpoint's folder
     * @throws ExitBenchException if settings, data or disk do not allow it; a stored state stays
     */
    public Path run(Path store) {
        return run(store, step -> {});
    }

    /**
     * As {@link #run(Path)}.
     *
     * @param store folder of all fine-tuned checkpoints
     * @param afterStep is told the number of each finished step, from 1
     * @return the checkpoint's folder
     */
    public Path run(Path store, IntConsumer afterStep) {
        settings.requireTrainable();
        Path folder = folder(store);
        if (Files.exists(folder.resolve(FineTunedManifest.FILE))) {
            return folder;
        }
        MixedSequences sequences = new MixedSequences(data, settings);
        Path working = store.resolve(digest() + ".partial");
        // The manifest is written last: a run that was killed behind it only has to be named.
        if (!Files.exists(working.resolve(FineTunedManifest.FILE))) {
            make(sequences, working, afterStep);
        }
        TrainingState.delete(working);
        EarlierTuning.deleteMeter(working);
        move(working, folder);
        return folder;
    }

    private void make(MixedSequences sequences, Path working, IntConsumer afterStep) {
        try (MultiExitTrainer trainer =
                new MultiExitTrainer(
                        base,
                        earlier.<LoadableModel>map(EarlierTuning::checkpoint).orElse(base),
                        settings,
                        device.device(),
                        device.type(),
                        device.recomputation(),
                        device.threads())) {
            createFolders(working);
            TrainingState.deleteLeftovers(working);
            Optional<TrainingState> state =
                    base.hasMeaning()
                            ? Optional.of(new TrainingState(working, trainer))
                            : Optional.empty();
            state.ifPresent(TrainingState::requireSpace);
            finish(trainer, train(trainer, sequences, state, working, afterStep), working);
        }
    }

    private List<double[]> train(
            MultiExitTrainer trainer,
            MixedSequences sequences,
            Optional<TrainingState> state,
            Path working,
            IntConsumer afterStep) {
        List<double[]> losses = state.map(TrainingState::restore).orElseGet(ArrayList::new);
        try (Progress progress =
                        Progress.start("Fine-tuning " + base.name(), "tokens", settings.tokens());
                StageMeter energy = StageMeter.begin(STAGE, device.meter(), metered(working))) {
            progress.advance(losses.size() * tokensPerStep());
            while (losses.size() < settings.steps()) {
                int step = losses.size();
                losses.add(trainer.step(step, passes(sequences, step)));
                progress.advance(tokensPerStep());
                if (losses.size() % device.storeEvery() == 0 || losses.size() == settings.steps()) {
                    state.ifPresent(stored -> stored.store(losses));
                    energy.save();
                }
                afterStep.accept(losses.size());
            }
        }
        return losses;
    }

    /**
     * Where the meter of this training writes: apart from the sum with an earlier one, so that a
     * run that is killed at its end does not count that twice.
     */
    private Path metered(Path working) {
        Path folder = earlier.isPresent() ? EarlierTuning.meter(working) : working;
        createFolders(folder);
        if (!base.hasMeaning()) {
            // Nothing was stored to go on from: what a killed run has spent is not this one's.
            StageEnergyFile.delete(folder);
        }
        return folder;
    }

    private long tokensPerStep() {
        return (long) settings.batch() * settings.accumulation() * settings.length();
    }

    private List<int[][]> passes(MixedSequences sequences, int step) {
        List<int[][]> passes = new ArrayList<>();
        for (int pass = 0; pass < settings.accumulation(); pass++) {
            passes.add(sequences.pass((long) step * settings.accumulation() + pass));
        }
        return passes;
    }

    private void finish(MultiExitTrainer trainer, List<double[]> losses, Path folder) {
        boolean frozen = settings.mode() == TuningMode.FROZEN;
        if (base.hasMeaning()) {
            CheckpointWriter.write(
                    trainer.decoder(),
                    folder,
                    frozen ? Optional.empty() : Optional.of(StorageType.F16));
        }
        if (trainer.blocks() != null) {
            trainer.blocks().write(folder, StorageType.F16);
        }
        account(LossCurve.rows(trainer.layers(), losses), folder);
    }

    private void account(List<List<String>> losses, Path folder) {
        StageEnergy energy =
                StageEnergyFile.read(earlier.isPresent() ? EarlierTuning.meter(folder) : folder)
                        .orElseThrow();
        FineTunedManifest manifest =
                new FineTunedManifest(
                        base.name(),
                        base.digest(),
                        data.name(),
                        data.digest(),
                        settings.exits(),
                        settings.text(),
                        settings.tokens(),
                        settings.tokens() / energy.seconds(),
                        device.name());
        Csv.write(
                folder.resolve(LossCurve.FILE),
                earlier.map(made -> made.followedBy(losses)).orElse(losses));
        earlier.ifPresent(made -> StageEnergyFile.write(folder, made.followedBy(energy)));
        earlier.map(made -> made.followedBy(manifest)).orElse(manifest).write(folder);
    }

    private static void createFolders(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be created; set exitbench.cache to another folder.", e);
        }
    }

    private static void move(Path working, Path folder) {
        try {
            Files.move(working, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ExitBenchException(
                    working + " cannot be renamed to " + folder + "; remove what is there.", e);
        }
    }
}
