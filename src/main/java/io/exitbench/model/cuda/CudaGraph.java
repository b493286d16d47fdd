package io.exitbench.model.cuda;

import com.sun.jna.Pointer;

/**
 * Calls of kernels that are launched as one. Its kernels take all their memory as arguments and
 * allocate nothing, so a graph may be launched as long as what it was given exists.
 */
public final class CudaGraph implements AutoCloseable {
    private final CudaDriver driver;
    private final Pointer executable;

    CudaGraph(CudaDriver driver, Pointer executable) {
        this.driver = driver;
        this.executable = executable;
    }

    /** Launches it on the default stream; does not wait. */
    public void launch() {
        driver.check(driver.cuGraphLaunch(executable, null), "launching a graph");
    }

    @Override
    public void close() {
        driver.cuGraphExecDestroy(executable);
    }
}
