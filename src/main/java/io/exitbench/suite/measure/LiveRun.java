package io.exitbench.suite.measure;

import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.StrategyVariant;

/**
 * A planned run with its strategy at hand.
 *
 * @param record as planned
 * @param variant what decides
 * @param model that it decides over
 * @param policy what happens to skipped keys and values
 * @param prefill how deep prompts are run
 */
record LiveRun(
        RunRecord record,
        StrategyVariant variant,
        DecoderModel model,
        KvPolicy policy,
        Prefill prefill) {
    String runId() {
        return record.runId();
    }

    /** Completions at a time. */
    int batch() {
        return record.identity().batch();
    }
}
