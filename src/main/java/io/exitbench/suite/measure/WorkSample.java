package io.exitbench.suite.measure;

import io.exitbench.decode.KvPolicy;
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

    /**
     * Seconds that no strategy needs to complete it if it only works: the full model's time,
     * lengthened to the most tokens there may be. Without a cache, or where a prefix is computed
     * again, each token may cost what all of them have cost the full model.
     */
    double longestSeconds(KvPolicy policy, int newTokens) {
        int written = Math.max(1, trace.tokens().length);
        double cached = referenceSeconds * Math.max(1, (double) newTokens / written);
        boolean repeats = policy == KvPolicy.NONE || policy == KvPolicy.RECOMPUTE;
        return repeats ? cached * newTokens : cached;
    }
}
