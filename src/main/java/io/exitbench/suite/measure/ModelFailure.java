package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;

/** The model itself failed, as when a GPU's memory does not suffice: no strategy can be blamed. */
final class ModelFailure {
    private ModelFailure() {}

    /**
     * @param sampleId at which it happened
     * @param cause what decoding threw
     * @return what ends the suite; the cause itself if it says what to do
     */
    static ExitBenchException of(String sampleId, Throwable cause) {
        if (cause instanceof ExitBenchException known) {
            return known;
        }
        String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return new ExitBenchException(
                "The model failed on sample "
                        + sampleId
                        + " ("
                        + cause.getClass().getSimpleName()
                        + message.lines().findFirst().orElse("")
                        + "), which is no strategy's doing; use a device with more memory, a smaller"
                        + " model or shorter prompts (exitbench.device, exitbench.model,"
                        + " exitbench.context), and run the same command again.",
                cause);
    }
}
