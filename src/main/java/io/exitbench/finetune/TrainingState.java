package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.exitbench.ExitBenchException;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import io.exitbench.model.weights.WeightSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a training needs to go on as if it had never stopped: weights, running means, losses so far.
 * One file, replaced in one step, so a kill at any moment leaves the state before or after.
 */
final class TrainingState {
    private static final String FILE = "training-state.safetensors";
    private static final String PROGRESS = "progress";
    private static final String LOSSES = "losses";

    /** Weight and two moments, stored anew before the old ones go. */
    private static final long BYTES_PER_TRAINED_WEIGHT = 2 * 3 * Float.BYTES;

    /** Of the finished model, which holds weights that were not trained, too. */
    private static final long BYTES_PER_WEIGHT = Short.BYTES;

    private final Path file;
    private final MultiExitTrainer trainer;

    TrainingState(Path folder, MultiExitTrainer trainer) {
        file = folder.resolve(FILE);
        this.trainer = trainer;
    }

    /** Refuses to begin what the disk cannot hold. */
    void requireSpace() {
        long needed =
                elements(trainer.optimizer().weights()) * BYTES_PER_TRAINED_WEIGHT
                        + elements(trainer.decoder().parameters()) * BYTES_PER_WEIGHT;
        try {
            long free = Files.getFileStore(file.getParent()).getUsableSpace();
            if (free < needed) {
                throw new ExitBenchException(
                        "Fine-tuning needs %d MB in %s but %d MB are free; make room or set exitbench.cache."
                                .formatted(needed >> 20, file.getParent(), free >> 20));
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    file.getParent() + " cannot be used; set exitbench.cache to another folder.",
                    e);
        }
    }

    private static long elements(List<NDArray> arrays) {
        return arrays.stream().mapToLong(NDArray::size).sum();
    }

    /**
     * @param losses of every step so far
     */
    void store(List<double[]> losses) {
        int exits = trainer.layers().length;
        Map<String, float[]> small = new LinkedHashMap<>();
        small.put(PROGRESS, new float[] {losses.size(), (float) trainer.lossScale()});
        float[] flat = new float[losses.size() * exits];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) losses.get(i / exits)[i % exits];
        }
        small.put(LOSSES, flat);
        Map<String, NDArray> arrays = arrays();
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        small.forEach((name, values) -> tensors.add(declared(name, values.length)));
        arrays.forEach((name, array) -> tensors.add(declared(name, array.size())));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, tensors)) {
            small.forEach((name, values) -> writer.append(name, FloatBuffer.wrap(values)));
            arrays.forEach(
                    (name, array) -> writer.append(name, FloatBuffer.wrap(array.toFloatArray())));
            writer.commit();
        }
    }

    private static SafetensorsWriter.Tensor declared(String name, long elements) {
        return new SafetensorsWriter.Tensor(name, StorageType.F32, List.of(elements));
    }

    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        AdamW optimizer = trainer.optimizer();
        for (int i = 0; i < optimizer.weights().size(); i++) {
            arrays.put("weight." + i, optimizer.weights().get(i));
            arrays.put("mean." + i, optimizer.means().get(i));
            arrays.put("square." + i, optimizer.squares().get(i));
        }
        return arrays;
    }

    /**
     * Brings the trainer to where it was.
     *
     * @return the losses of every step so far, none if nothing was stored
     */
    List<double[]> restore() {
        List<double[]> losses = new ArrayList<>();
        if (!Files.exists(file)) {
            return losses;
        }
        try (WeightSource stored = WeightSource.openFile(file);
                NDManager temporary = trainer.decoder().manager().newSubManager()) {
            float[] progress = read(stored, PROGRESS);
            trainer.lossScale(progress[1]);
            float[] flat = read(stored, LOSSES);
            int exits = trainer.layers().length;
            for (int step = 0; step < (int) progress[0]; step++) {
                float[] row = Arrays.copyOfRange(flat, step * exits, (step + 1) * exits);
                double[] wide = new double[exits];
                Arrays.setAll(wide, i -> row[i]);
                losses.add(wide);
            }
            arrays().forEach((name, array) -> fill(array, read(stored, name), temporary));
        }
        return losses;
    }

    private static void fill(NDArray array, float[] values, NDManager temporary) {
        boolean trained = array.hasGradient();
        // A leaf that records gradients must not be written to.
        array.setRequiresGradient(false);
        temporary.create(values, new Shape(array.getShape().getShape())).copyTo(array);
        array.setRequiresGradient(trained);
    }

    private static float[] read(WeightSource stored, String name) {
        float[] values = new float[Math.toIntExact(stored.info(name).elements())];
        stored.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    /** Once the result is there. */
    static void delete(Path folder) {
        delete(List.of(folder.resolve(FILE)));
    }

    /** Parts of files that a kill in the middle of writing left beside the state. */
    static void deleteLeftovers(Path folder) {
        Set<String> kept = Set.of(FILE, StageEnergyFile.NAME);
        try (Stream<Path> files = Files.list(folder)) {
            delete(files.filter(f -> !kept.contains(f.getFileName().toString())).toList());
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be read; set exitbench.cache to another folder.", e);
        }
    }

    private static void delete(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new ExitBenchException(file + " cannot be deleted; delete it by hand.", e);
            }
        }
    }
}
