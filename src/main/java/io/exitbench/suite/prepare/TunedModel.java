package io.exitbench.suite.prepare;

import io.exitbench.energy.StageEnergyFile;
import io.exitbench.finetune.FineTunedManifest;
import io.exitbench.finetune.TrainingData;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.LoadableModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model ready to be measured.
 *
 * @param checkpoint the model
 * @param base what it was tuned from, if it was tuned and that is to be measured beside it
 * @param manifest of its training, if it was tuned
 * @param notices what a reader must know of its training
 */
public record TunedModel(
        LoadableModel checkpoint,
        Optional<Checkpoint> base,
        Optional<FineTunedManifest> manifest,
        List<String> notices) {

    /**
     * @return the folder of its files, if it has any
     */
    public Optional<Path> folder() {
        return checkpoint instanceof Checkpoint stored
                ? Optional.of(stored.folder())
                : Optional.empty();
    }

    /**
     * @return whether it was tuned on token lines
     */
    boolean knowsTokenLines() {
        return manifest.map(made -> !TrainingData.isSourceText(made.data())).orElse(false);
    }

    /**
     * @return where the cost of training it for its exits lies, if it was trained for them
     */
    public List<Path> trainedIn() {
        return folder().filter(at -> manifest.isPresent() || StageEnergyFile.read(at).isPresent())
                .map(List::of)
                .orElse(List.of());
    }
}
