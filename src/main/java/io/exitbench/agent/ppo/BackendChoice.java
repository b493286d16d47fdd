package io.exitbench.agent.ppo;

import java.util.List;
import java.util.function.Supplier;

/**
 * Which ND4J backend trains. {@code nd4j-cuda-11.6:1.0.0-M2.1}, the newest there is, holds machine
 * code for compute capability 3.7 to 8.9 and nothing a newer GPU could compile for itself; started
 * on one, it dies with a stack trace. ND4J works on the driver's first GPU, so that one decides.
 *
 * @param backend the choice
 * @param reason one line for the user
 */
public record BackendChoice(Backend backend, String reason) {
    /** Where the nets are trained. */
    public enum Backend {
        /** nd4j-native. */
        CPU,
        /** nd4j-cuda-11.6. */
        CUDA
    }

    private static final int OLDEST = 307;
    private static final int NEWEST = 809;

    /**
     * Chooses.
     *
     * @param cudaOnClasspath whether the CUDA backend is there ({@code -Pcuda})
     * @param installed the machine's GPUs in the driver's order, asked only if it is
     * @return CUDA if it will run, else the CPU
     */
    public static BackendChoice choose(boolean cudaOnClasspath, Supplier<List<Gpu>> installed) {
        if (!cudaOnClasspath) {
            return cpu("the CUDA backend is not on the classpath (-Pcuda adds it)");
        }
        List<Gpu> gpus = installed.get();
        if (gpus.isEmpty()) {
            return cpu("nvidia-smi reports no GPU");
        }
        Gpu gpu = gpus.get(0);
        String device = gpu.name() + " with compute capability " + gpu.major() + "." + gpu.minor();
        int capability = 100 * gpu.major() + gpu.minor();
        if (capability < OLDEST || capability > NEWEST) {
            return cpu(device + " is outside 3.7–8.9, which nd4j-cuda-11.6 has code for");
        }
        return new BackendChoice(Backend.CUDA, "Training the agent on CUDA: " + device + ".");
    }

    private static BackendChoice cpu(String why) {
        return new BackendChoice(Backend.CPU, "Training the agent on the CPU: " + why + ".");
    }
}
