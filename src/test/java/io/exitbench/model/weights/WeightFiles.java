package io.exitbench.model.weights;

import java.nio.file.Path;

/** Opens the golden tensors that stand beside a golden checkpoint. */
public final class WeightFiles {
    private WeightFiles() {}

    public static WeightSource golden(Path folder) {
        return SafetensorsFile.open(folder.resolve("golden.safetensors"));
    }
}
