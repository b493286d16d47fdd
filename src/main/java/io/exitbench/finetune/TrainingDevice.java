package io.exitbench.finetune;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.energy.EnergyMeter;

/**
 * Where a training runs.
 *
 * @param device of the weights
 * @param type float32, or float16 or bfloat16 on a GPU for mixed precision
 * @param recomputation whether layers run twice, so that a pass needs less memory
 * @param threads of PyTorch on a CPU; results are equal for equal counts only
 * @param name of the processor as reports call it
 * @param storeEvery steps between two stored states, at least 1
 * @param meter of its energy
 */
public record TrainingDevice(
        Device device,
        DataType type,
        Recomputation recomputation,
        int threads,
        String name,
        int storeEvery,
        EnergyMeter meter) {}
