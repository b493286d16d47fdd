package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.StageEnergy;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.file.Csv;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.ExitBlocks;
import io.exitbench.model.LoadableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A finished fine-tuning that another goes on from, with other data or settings. What both have
 * learned from, lost and cost stands in the second one's folder.
 *
 * @param checkpoint its result
 * @param manifest of its folder
 * @param energy what it cost
 * @param losses its loss curve, with a header
 */
record EarlierTuning(
        Checkpoint checkpoint,
        FineTunedManifest manifest,
        StageEnergy energy,
        List<List<String>> losses) {
    private static final String METER = "this-training";

    /**
     * Reads a folder that {@link FineTuning} has written.
     *
     * @param checkpoint that lies there
     * @param base that both trainings tune
     * @param settings of the training that is to go on
     * @throws ExitBenchException if it was not tuned from this base for these exits, or its folder
     *     is not whole
     */
    static EarlierTuning of(Checkpoint checkpoint, LoadableModel base, FineTuneSettings settings) {
        Path folder = checkpoint.folder();
        FineTunedManifest manifest =
                FineTunedManifest.read(folder)
                        .filter(made -> made.baseDigest().equals(base.digest()))
                        .filter(made -> made.exits().equals(settings.exits()))
                        .orElseThrow(
                                () ->
                                        new ExitBenchException(
                                                checkpoint.name()
                                                        + " was not tuned from "
                                                        + base.name()
                                                        + " at the exits "
                                                        + settings.exits()
                                                        + "; go on from one that was."));
        if (settings.mode() == TuningMode.FROZEN) {
            throw new ExitBenchException(
                    "FROZEN trains over the base as it is stored; it cannot go on from "
                            + checkpoint.name()
                            + ".");
        }
        if (Files.exists(folder.resolve(ExitBlocks.FILE))) {
            throw new ExitBenchException(
                    checkpoint.name()
                            + " has exit blocks over an untuned base, which training of all weights"
                            + " would leave behind; go on from a checkpoint without.");
        }
        return new EarlierTuning(checkpoint, manifest, energy(folder), losses(folder));
    }

    private static StageEnergy energy(Path folder) {
        return StageEnergyFile.read(folder)
                .orElseThrow(
                        () ->
                                new ExitBenchException(
                                        folder.resolve(StageEnergyFile.NAME)
                                                + " is missing; copy the checkpoint again."));
    }

    private static List<List<String>> losses(Path folder) {
        Path file = folder.resolve(LossCurve.FILE);
        try {
            return Csv.read(file);
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be read; copy the checkpoint again.", e);
        }
    }

    /** Where the training that goes on measures itself, apart from the sum of both. */
    static Path meter(Path working) {
        return working.resolve(METER);
    }

    /** Deletes that folder, if it is there. */
    static void deleteMeter(Path working) {
        StageEnergyFile.delete(meter(working));
        try {
            Files.deleteIfExists(meter(working));
        } catch (IOException e) {
            throw new ExitBenchException(
                    meter(working) + " cannot be deleted; delete it by hand.", e);
        }
    }

    /** Both manifests in one: the data and settings one after the other, the tokens of both. */
    FineTunedManifest followedBy(FineTunedManifest second) {
        double seconds =
                manifest.tokens() / manifest.tokensPerSecond()
                        + second.tokens() / second.tokensPerSecond();
        long tokens = manifest.tokens() + second.tokens();
        return new FineTunedManifest(
                second.base(),
                second.baseDigest(),
                manifest.data() + ", then " + second.data(),
                manifest.dataDigest() + ", then " + second.dataDigest(),
                second.exits(),
                manifest.settings() + ", then " + second.settings(),
                tokens,
                tokens / seconds,
                manifest.device().equals(second.device())
                        ? second.device()
                        : manifest.device() + ", then " + second.device());
    }

    /** Losses of both, the steps counted on. */
    List<List<String>> followedBy(List<List<String>> second) {
        List<List<String>> rows = new ArrayList<>(losses);
        for (List<String> row : second.subList(1, second.size())) {
            List<String> counted = new ArrayList<>(row);
            counted.set(0, Integer.toString(rows.size()));
            rows.add(counted);
        }
        return rows;
    }

    /** What both cost; joules are known only if both are. */
    StageEnergy followedBy(StageEnergy second) {
        StageEnergy first = energy;
        boolean known = first.joules().isPresent() && second.joules().isPresent();
        return new StageEnergy(
                second.stage(),
                known
                        ? OptionalDouble.of(
                                first.joules().getAsDouble() + second.joules().getAsDouble())
                        : OptionalDouble.empty(),
                first.seconds() + second.seconds(),
                first.source().equals(second.source())
                        ? second.source()
                        : first.source() + "; then " + second.source(),
                first.quality().weaker(second.quality()),
                first.sessions() + second.sessions());
    }
}
