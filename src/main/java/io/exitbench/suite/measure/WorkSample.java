package io.exitbench.suite.measure;

import io.exitbench.result.record.PromptRecord;
import io.exitbench.strategy.FullDepthTrace;

/**
 * A sample as strategies are measured on it.
 *
 * @param prompt token ids and reference
 * @param trace what the full model does with it
 * @param referenceSeconds that the full model took
 */
record WorkSample(PromptRecord prompt, FullDepthTrace trace, double referenceSeconds) {
    String id() {
        return prompt.sampleId();
    }
}
