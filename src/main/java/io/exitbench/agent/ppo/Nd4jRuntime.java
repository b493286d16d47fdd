package io.exitbench.agent.ppo;

import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Starts ND4J. It chooses its backend once for the life of the JVM, when its first array is made,
 * so {@link #start} must come before anything else that uses ND4J.
 */
public final class Nd4jRuntime {
    private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

    private Nd4jRuntime() {}

    /**
     * @return whether the CUDA backend is on the classpath
     */
    public static boolean cudaOnClasspath() {
        return Nd4jRuntime.class
                        .getClassLoader()
                        .getResource(CUDA_BACKEND.replace('.', '/') + ".class")
                != null;
    }

    /**
     * Starts ND4J on the chosen backend with one thread.
     *
     * @param choice what {@link BackendChoice#choose} returned
     */
    public static void start(BackendChoice choice) {
        if (choice.backend() == BackendChoice.Backend.CPU) {
            // ND4J tries CUDA first whenever it finds it, and only environment variables, which a
            // JVM cannot set for itself, say otherwise. What it cannot find it does not try.
            ND4JClassLoading.setNd4jClassloader(
                    new HidingServices(Nd4jRuntime.class.getClassLoader(), "jcublas"));
        }
        limitToOneThread();
    }

    /**
     * ND4J's own threads cost more than they bring on matrices as small as an agent's: 295 training
     * steps/s with one thread against 141 with two (batch 512, input 256). It also makes sums come
     * out in one order.
     */
    public static void limitToOneThread() {
        Nd4j.zeros(1).close();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }
}
