package io.exitbench.agent.ppo;

import java.util.List;

/** Finds the machine's GPUs. */
@FunctionalInterface
public interface GpuProbe {
    /**
     * @return the GPUs in the driver's order; empty where there is none or none can be asked
     */
    List<Gpu> gpus();
}
