package io.exitbench.finetune;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.energy.CpuTimeMeter;
import io.exitbench.model.Checkpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A fine-tuning in a JVM of its own, which says {@code step n} after each step. */
final class FineTuneChild {
    static final int STEPS = 30;
    static final int STORE_EVERY = 4;

    private FineTuneChild() {}

    /**
     * @param arguments folder of the base, folder of the results
     */
    public static void main(String[] arguments) {
        tuning(Path.of(arguments[0]))
                .run(
                        Path.of(arguments[1]),
                        step -> {
                            System.out.println("step " + step);
                            System.out.flush();
                        });
        System.out.println("done");
    }

    /** Accumulation and drawn exits are in it, since both must resume. */
    static FineTuning tuning(Path base) {
        SettingsBuilder settings = new SettingsBuilder();
        settings.steps = STEPS;
        settings.accumulation = 2;
        settings.sampledExits = 2;
        return new FineTuning(
                Checkpoint.open("base", base), data(), settings.build(), device(STORE_EVERY));
    }

    static TrainingData data() {
        Random random = new Random(9);
        List<int[]> files =
                Arrays.stream(new int[] {40, 1, 130, 77, 200})
                        .mapToObj(length -> random.ints(length, 0, 160).toArray())
                        .toList();
        return new TrainingData("synthetic", "0123", files);
    }

    static TrainingDevice device(int storeEvery) {
        return new TrainingDevice(
                Device.cpu(),
                DataType.FLOAT32,
                Recomputation.AUTO,
                1,
                "test",
                storeEvery,
                new CpuTimeMeter(() -> 0, 1));
    }
}
