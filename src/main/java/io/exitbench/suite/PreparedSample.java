package io.exitbench.suite;

import io.exitbench.dataset.CompletionSample;
import io.exitbench.strategy.FullDepthTrace;

/**
 * A sample as the model sees it.
 *
 * @param sample prompt and reference as text
 * @param prompt token ids, cut to the context
 * @param trace what the full model does with it
 */
record PreparedSample(CompletionSample sample, int[] prompt, FullDepthTrace trace) {}
