package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * The mean of a tuned checkpoint's weights and its base's (WiSE-FT, arXiv 2109.01903): what tuning
 * has taken from the last layer on other people's code comes back, and the exits keep most of what
 * they learned. No step of training is needed, so that one training serves every share.
 *
 * @param share of the tuned weights, in (0, 1]; the base's have the rest
 */
public record WeightAverage(double share) {
    /**
     * Checks.
     *
     * @throws ExitBenchException if the share is not in (0, 1]
     */
    public WeightAverage {
        if (!(share > 0 && share <= 1)) {
            throw new ExitBenchException(
                    "The share of the tuned weights in the average is "
                            + share
                            + "; choose one above 0 and at most 1.");
        }
    }

    /**
     * Makes the averaged checkpoint beside the tuned one, unless it is there. It has the tuned
     * one's files; its manifest's settings name the share, and losses and energy are those of the
     * training.
     *
     * @param base that was tuned
     * @param tuned folder of the result, fully tuned
     * @return the averaged checkpoint's folder; {@code tuned} itself if it has the whole share
     * @throws ExitBenchException if the two do not fit, or the disk does not allow it
     */
    public Path of(Checkpoint base, Path tuned) {
        if (share == 1) {
            return tuned;
        }
        FineTunedManifest manifest =
                FineTunedManifest.read(tuned)
                        .filter(made -> made.baseDigest().equals(base.digest()))
                        .orElseThrow(
                                () ->
                                        new ExitBenchException(
                                                tuned
                                                        + " was not tuned from "
                                                        + base.name()
                                                        + "; name its base."));
        FineTunedManifest averaged = manifest.withSettings(manifest.settings() + text());
        Path folder =
                tuned.resolveSibling(
                        Sha256.hex(Checkpoint.open("tuned", tuned).digest() + averaged.settings()));
        if (!Files.exists(folder.resolve(FineTunedManifest.FILE))) {
            make(base, tuned, averaged, folder);
        }
        return folder;
    }

    private void make(Checkpoint base, Path tuned, FineTunedManifest manifest, Path folder) {
        try {
            Files.createDirectories(folder);
            CheckpointWriter.writeMean(base.folder(), tuned, share, folder);
            for (String name : List.of(LossCurve.FILE, StageEnergyFile.NAME)) {
                Files.copy(
                        tuned.resolve(name),
                        folder.resolve(name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be written; check the disk and its permissions.", e);
        }
        // Last: a folder with a manifest is whole.
        manifest.write(folder);
    }

    private String text() {
        return String.format(Locale.ROOT, " average=%s", share);
    }
}
