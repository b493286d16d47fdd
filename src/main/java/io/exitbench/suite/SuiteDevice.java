package io.exitbench.suite;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.model.DecoderOptions;

/** What a suite runs on. */
final class SuiteDevice {
    private SuiteDevice() {}

    /**
     * Device, compute type and window that a specification asks for.
     *
     * @throws ExitBenchException if it asks for a GPU and PyTorch sees none
     */
    static DecoderOptions options(SuiteSpecification specification) {
        boolean gpu =
                switch (specification.device()) {
                    case "cpu" -> false;
                    case "gpu" -> true;
                    default -> Engine.getEngine("PyTorch").getGpuCount() > 0;
                };
        if (gpu && Engine.getEngine("PyTorch").getGpuCount() == 0) {
            throw new ExitBenchException(
                    "exitbench.device is gpu but PyTorch sees none; install a CUDA build of"
                            + " PyTorch or use exitbench.device=cpu.");
        }
        DataType type =
                switch (specification.computeType()) {
                    case "float16" -> DataType.FLOAT16;
                    case "float32" -> DataType.FLOAT32;
                    default -> gpu ? DataType.FLOAT16 : DataType.FLOAT32;
                };
        int window = specification.context() + specification.newTokens();
        return new DecoderOptions(
                gpu ? Device.gpu() : Device.cpu(), type, window, specification.threads());
    }
}
